"""Model fields that are encrypted at rest. They cannot be searched or ordered by: that is the point of them."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from .keys import keyring


class Encrypted(models.Field[Any, Any]):
    """Stored as version ‖ nonce ‖ AES-GCM, bound to the column it is in."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def context(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> Any:
        return text

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        sealed = keyring(settings.AYNI_HOME).encrypt(self.to_text(value).encode(), context=self.context)
        return connection.Database.Binary(sealed)

    def sealed(self, values: Sequence[Any], connection: Any) -> list[Any]:
        """As the database takes them: many values, none of them None, at once."""
        plains = [self.to_text(value).encode() for value in values]
        return [
            connection.Database.Binary(each)
            for each in keyring(settings.AYNI_HOME).encrypt_all(plains, context=self.context)
        ]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        return self.from_text(keyring(settings.AYNI_HOME).decrypt(bytes(value), context=self.context).decode())


class EncryptedTextField(Encrypted):
    """Text, encrypted. Empty text is stored encrypted too, so that a stolen disk does not tell who has a note."""

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        return value


class EncryptedJSONField(Encrypted):
    """What JSON can hold, encrypted."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def from_text(self, text: str) -> Any:
        return json.loads(text)

    def value_to_string(self, obj: models.Model) -> str:
        return self.to_text(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        return value
