"""The pages that do one thing with a person's file: register, change a part, record consent."""
