"""What stands between the facts and what is published: keys, the table of perturbation, counting, gates and memory.

Nothing here knows Django's database. Nothing that anybody may read imports it (a contract of `pyproject.toml`)."""
