import pytest

from ayni.codelists.models import Language

from .factories import (
    CedulaFactory,
    ConsentTextFactory,
    CountryFactory,
    DistrictFactory,
    DocumentTypeFactory,
    EducationFactory,
    GenderFactory,
    LanguageFactory,
    NoDocumentFactory,
    PersonFactory,
    SexFactory,
    StatusFactory,
)


@pytest.fixture
def lists(db):
    """The code lists of a registration, a few entries each, and the texts to read aloud."""
    SexFactory()
    SexFactory(code="SEX-M", label_es="Hombre")
    GenderFactory()
    for code, label in (("VEN", "Venezuela"), ("COL", "Colombia"), ("XXA", "Apátrida"), ("XXX", "Desconocida")):
        CountryFactory(code=code, label_es=label)
    DocumentTypeFactory()
    NoDocumentFactory()
    CedulaFactory()
    StatusFactory()
    StatusFactory(code="S-DESC", label_es="Desconocida", regularity="unknown")
    StatusFactory(code="R-REF", label_es="Refugiado", regularity="regular", group="residente", protection="refugee")
    LanguageFactory()
    EducationFactory()
    DistrictFactory()
    for purpose in ("REGISTER", "REFER", "CONTACT", "STATISTICS"):
        ConsentTextFactory(purpose=purpose)
    ConsentTextFactory(language="ht", text="Èske ou dakò?")
    return Language.objects


@pytest.fixture
def desk(client, rosa, lists):
    client.force_login(rosa)
    return client


@pytest.fixture
def file(rosa):
    return PersonFactory(registered_by=rosa)
