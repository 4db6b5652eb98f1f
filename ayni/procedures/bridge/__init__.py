"""The program beside a fingerprint reader. It knows no database and no person: docs/bridge.md says what it speaks."""
