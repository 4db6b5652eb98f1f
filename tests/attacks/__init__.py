"""What an adversary does with all that the observatory publishes, on a country that never was and whose truth is known.

The numbers S1–S14 are those of the design of disclosure control. README.md says which is where, and how a channel is
added."""
