from ayni.config.tests.spoiling import folder  # noqa: F401
