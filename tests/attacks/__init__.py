"""What an adversary does with all that the observatory publishes, on a country that never was and whose truth is known.

The numbers S1–S14 are those of the design of disclosure control. `country` makes the people, `public` reads what anybody
may read, `truth` knows what is true of each published cell and only scores. README.md says how a channel is added."""
