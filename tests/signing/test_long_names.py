"""Names longer than a common name, and names with hanzi that the usual font lacks."""

from __future__ import annotations

import pytest
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.signing.appearance import check_legible
from app.signing.certificates import MAX_COMMON_NAME, Span, Subject, make_root, subject_of
from app.signing.keys import PersonKeys
from tests.signing.bureau import NOW

KEYS = PersonKeys.generate()
OFFICE = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人力资源和社会保障局高技能人才工作领导小组办公室"


@pytest.mark.parametrize(
    "name", ["王", OFFICE, "买买提·阿卜杜热西提·吾买尔江·艾合买提江", "长" * 200, "𠮷" * 200]
)
def test_a_certificate_carries_the_whole_name(name: str) -> None:
    certificate = make_root(Subject("a-1", name, "root"), KEYS.p256, Span(NOW, NOW))
    (common,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert len(str(common.value).encode()) <= MAX_COMMON_NAME
    assert subject_of(certificate).name == name


@given(st.text("长a𠮷·é", min_size=1, max_size=80))
def test_any_length_comes_back(name: str) -> None:
    certificate = make_root(Subject("a-1", name, "root"), KEYS.p256, Span(NOW, NOW))
    assert subject_of(certificate).name == name


def test_a_signature_draws_a_rare_hanzi_among_common_ones() -> None:
    check_legible("𠮷田")
    with pytest.raises(Refusal) as caught:
        check_legible("田\U00031350")
    assert caught.value.faults[0].code == "XP-3807"
