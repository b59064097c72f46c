"""No changed byte of a signed verdict is accepted, and no trick with PDF or CMS, not even by an insider."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import cms as asn1
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from app.common.boxes import field_name
from app.signing import appearance
from app.signing.certificates import (
    Signing,
    Span,
    Subject,
    certificate_text,
    load_certificate,
    make_leaf,
    public_of,
)
from app.signing.cms import SignedContent, assembled, signed_attributes
from app.signing.fields import unb64
from app.signing.pdf import PdfReport, Signer, _embed, certify, prepare, sign, verify
from app.signing.pdf_check import _spans
from app.signing.revision import DEVICE_FIELD, HEX_LENGTH, Filling
from tests.signing.bureau import (
    NOW,
    VALID,
    boxes,
    certified,
    drawn_pdf,
    foreign,
    sign_next,
    signed_pdf,
    world,
)

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def refused(pdf: bytes, *codes: str) -> None:
    report = verify(pdf, world().trust)
    assert report == PdfReport(faults=report.faults)
    assert not report.valid
    assert len(report.faults) == 1
    assert not codes or report.faults[0].code in codes, report.faults


def with_cms(data: bytes) -> bytes:
    """The signed verdict with another CMS in the last signature, rightly padded."""
    pdf = signed_pdf()
    last = _spans(pdf)[-1]
    return pdf[: last.start] + data.hex().encode().ljust(HEX_LENGTH, b"0") + pdf[last.stop :]


def last_cms() -> bytes:
    pdf = signed_pdf()
    last = _spans(pdf)[-1]
    data = bytes.fromhex(pdf[last.start : last.stop].decode())
    return data[: 4 + int.from_bytes(data[2:4], "big")]


def parsed() -> Any:
    return asn1.ContentInfo.load(last_cms())


def test_the_verdict_is_good_to_begin_with() -> None:
    assert verify(signed_pdf(), world().trust).complete
    assert with_cms(last_cms()) == signed_pdf()


def test_every_byte_of_the_last_contents_counts() -> None:
    pdf = bytearray(signed_pdf())
    last = _spans(bytes(pdf))[-1]
    taken = []
    for place in range(last.start - 1, last.stop + 1):
        change = 0x20 if place % 2 else 0x01
        pdf[place] ^= change
        if not verify(bytes(pdf), world().trust).faults:
            taken.append(place)
        pdf[place] ^= change
    assert taken == []


def test_bytes_all_over_the_file_count() -> None:
    pdf = bytearray(signed_pdf())
    chance = random.Random(1)  # noqa: S311  which bytes are tried is no secret
    ranges = [match.span() for match in re.finditer(rb"/ByteRange \[[^]]*\] *", bytes(pdf))]
    places = {*chance.sample(range(len(pdf)), 600), *range(*ranges[-1]), *range(20), *range(-40, 0)}
    for place in places:
        for change in (0x01, 0x20):
            pdf[place] ^= change
            refused(bytes(pdf))
            pdf[place] ^= change


def test_nothing_may_be_added_around_it() -> None:
    pdf = signed_pdf()
    for more in (b"\n", b"\x00", b"%%EOF\n", b"% comment\n", pdf):
        refused(pdf + more, "XP-3813")
        refused(more + pdf)


def test_cut_short_it_is_an_earlier_state_or_nothing() -> None:
    pdf = signed_pdf()
    ends = [span.end for span in _spans(pdf)]
    for place, end in enumerate(ends[:-1]):
        report = verify(pdf[:end], world().trust)
        assert (report.valid, report.complete, len(report.signatures)) == (True, False, place)
    for end in (0, 1, 8, 100, ends[0] - 1, ends[0] + 1, ends[-1] - 1):
        refused(pdf[:end])


def test_capital_hex_is_another_file() -> None:
    pdf = signed_pdf()
    last = _spans(pdf)[-1]
    refused(pdf[: last.start] + pdf[last.start : last.stop].upper() + pdf[last.stop :], "XP-3813")


def test_a_cms_has_one_form() -> None:
    unsigned, stranger, doubled, version = parsed(), parsed(), parsed(), parsed()
    note = asn1.CMSAttribute({"type": "content_type", "values": ["data"]})
    unsigned["content"]["signer_infos"][0]["unsigned_attrs"] = asn1.CMSAttributes([note])
    certificate = asn1_x509.Certificate.load(unb64(foreign().expert.credential.certificate))
    stranger["content"]["certificates"].append(asn1.CertificateChoices({"certificate": certificate}))
    doubled["content"]["signer_infos"].append(doubled["content"]["signer_infos"][0])
    version["content"]["version"] = "v3"
    for changed in (unsigned, stranger, doubled, version):
        refused(with_cms(changed.dump(force=True)), "XP-3813")


def test_the_twin_of_a_signature_value_is_refused() -> None:
    """(r, n − s) verifies wherever (r, s) does: a changed byte that the curve itself forgives."""
    twin = parsed()
    info = twin["content"]["signer_infos"][0]
    r, s = decode_dss_signature(info["signature"].native)
    info["signature"] = encode_dss_signature(r, ORDER - s)
    refused(with_cms(twin.dump(force=True)), "XP-3813")


def test_another_encoding_of_the_same_cms_is_refused() -> None:
    data = last_cms()
    inner = data[4:]
    longer = b"\x30\x83" + len(inner).to_bytes(3, "big") + inner
    endless = b"\x30\x80" + inner + b"\x00\x00"
    for changed in (longer, endless, data + data[:10], b"\x30\x82\xff\xff" + inner):
        refused(with_cms(changed), "XP-3813")


def test_a_leaf_cannot_vouch_for_a_leaf() -> None:
    """An expert issues a certificate in the leader's name."""
    expert = world().expert
    own = Signing(load_certificate(unb64(expert.credential.certificate)), expert.keys.p256)
    key = foreign().leader.keys.p256
    leaf = make_leaf(
        Subject("leader-d", "组长丁（示例）", "leader"), key.private.public_key(), Span(*VALID), own
    )
    issuing = load_certificate(unb64(world().trust.issuing.certificate))
    for issuer in (own.certificate, issuing):
        signer = Signer(key, unb64(certificate_text(leaf)), unb64(certificate_text(issuer)))
        pdf = sign(certified(world()), field_name("leader-d"), signer, NOW)
        refused(pdf, "XP-3814")
    assert public_of(own.certificate)


def test_a_stolen_certificate_signs_nothing_without_its_key() -> None:
    signer = replace(world().signer("leader-d"), key=world().expert.keys.p256)
    refused(sign(certified(world()), field_name("leader-d"), signer, NOW), "XP-3813")


def test_signed_for_one_document_is_not_signed_for_another() -> None:
    pdf = certified(world())
    here = sign_next(world(), pdf, "expert-a", 1)
    there = sign_next(world(), pdf, "expert-a", 2)
    last, other = _spans(here)[-1], _spans(there)[-1]
    refused(here[: last.start] + there[other.start : other.stop] + here[last.stop :], "XP-3813")


def test_everybody_signs_in_the_own_place_and_order() -> None:
    pdf = certified(world())
    other = sign(pdf, field_name("expert-b"), world().signer("expert-a"), NOW)
    refused(other, "XP-3818")
    refused(sign(pdf, field_name("leader-d"), _device_of("expert-a"), NOW), "XP-3818")
    late = sign_next(world(), sign_next(world(), pdf, "leader-d", 1), "expert-a", 2)
    refused(late, "XP-3819")


def _device_of(person: str) -> Signer:
    member = world().people[person]
    return Signer.device(member.device, member.credential, world().trust)


def test_only_a_device_certifies() -> None:
    prepared = prepare(drawn_pdf(), boxes())
    refused(sign_next(world(), prepared, "expert-a"), "XP-3816")
    refused(certify(prepared, world().signer("expert-a"), NOW), "XP-3816")
    refused(_embed(prepared, Filling(DEVICE_FIELD, world().device().name, NOW), world().device()), "XP-3816")
    refused(certify(prepared, foreign().device(), NOW), "XP-3814")
    refused(prepared, "XP-3812")
    refused(drawn_pdf(), "XP-3812")


def _updated(pdf: bytes, change: Any) -> bytes:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _overwrite_page(writer: Any) -> None:
    content = generic.StreamObject(stream_data=b"BT /F1 40 Tf 100 500 Td (100 points) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(content))


def _add_field(writer: Any) -> None:
    append_signature_field(writer, SigFieldSpec("signer-expert-x", on_page=0, box=(10, 10, 90, 40)))


def _open_action(writer: Any) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {generic.pdf_name("/S"): generic.pdf_name("/Launch")}
    )
    writer.update_root()


def _information(writer: Any) -> None:
    info = writer.trailer["/Info"]
    info[generic.pdf_name("/Title")] = generic.TextStringObject("98 分")
    writer.update_container(info)


def _metadata(writer: Any) -> None:
    told = generic.StreamObject(
        {generic.pdf_name("/Type"): generic.pdf_name("/Metadata")}, stream_data=b"<x/>"
    )
    writer.root["/Metadata"] = writer.add_object(told)
    writer.update_root()


def _validation_data(writer: Any) -> None:
    writer.root["/DSS"] = writer.add_object(
        generic.DictionaryObject({generic.pdf_name("/Certs"): generic.ArrayObject()})
    )
    writer.update_root()


def _form_default(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    form[generic.pdf_name("/NeedAppearances")] = generic.BooleanObject(value=True)
    writer.update_container(form)


def _field_flag(writer: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][2]
    field[generic.pdf_name("/Ff")] = generic.NumberObject(1)
    writer.update_container(field)


def _orphan(writer: Any) -> None:
    writer.add_object(generic.StreamObject(stream_data=b"hidden"))


_ANY = [
    _overwrite_page, _add_field, _open_action, _information, _metadata, _validation_data, _form_default,
    _field_flag, _orphan,
]  # fmt: skip


@pytest.mark.parametrize("change", _ANY)
def test_a_signer_adds_nothing_in_the_own_revision(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a standard lets through beside a signature is refused all the same."""
    from app.signing import appearance, revision

    dress = appearance.dress

    def dressed(writer: Any, *given: Any) -> None:
        dress(writer, *given)
        change(writer)

    before = sign_next(world(), certified(world()), "expert-a", 1)
    monkeypatch.setattr(revision, "dress", dressed)
    changed = sign_next(world(), before, "expert-b", 2)
    monkeypatch.undo()
    refused(changed, "XP-3813", "XP-3817")


def test_a_signer_draws_nothing_but_name_and_stroke(monkeypatch: pytest.MonkeyPatch) -> None:
    content = appearance._content
    monkeypatch.setattr(appearance, "_content", lambda *given: content(*given) + "0 0 500 500 re f\n")
    changed = sign_next(world(), certified(world()), "expert-a", 1)
    monkeypatch.undo()
    refused(changed, "XP-3817")


@pytest.mark.parametrize("change", _ANY)
def test_an_insider_cannot_change_the_text_between_two_signatures(change: Any) -> None:
    before = sign_next(world(), certified(world()), "expert-a", 1)
    changed = _updated(before, change)
    refused(changed, "XP-3813")
    refused(sign_next(world(), changed, "expert-b", 2), "XP-3813", "XP-3817")


@pytest.mark.parametrize("change", _ANY)
def test_nobody_changes_it_after_the_last_signature(change: Any) -> None:
    refused(_updated(signed_pdf(), change), "XP-3813")


def test_a_decoy_in_the_text_does_not_hide_a_signature() -> None:
    decoy = drawn_pdf().replace(b"%\x93\x8c\x8b\x9e", b"/ByteRange [0 9 99 9]\n%\x93\x8c\x8b\x9e", 1)
    assert decoy != drawn_pdf()
    refused(decoy, "XP-3813")


@given(st.binary(max_size=3000))
@settings(max_examples=200)
def test_garbage_is_a_fault_and_never_an_exception(data: bytes) -> None:
    refused(data)
    refused(b"%PDF-1.7\n" + data)
    refused(b"%PDF-1.7\n" + data + b"/ByteRange [0 10 20 5]" + data)


@given(st.binary(min_size=1, max_size=3000))
@settings(max_examples=200)
def test_garbage_as_a_cms_is_a_fault(data: bytes) -> None:
    refused(with_cms(data), "XP-3813")
    refused(with_cms(b"\x30\x82" + len(data).to_bytes(2, "big") + data), "XP-3813")


@given(st.data())
@settings(max_examples=300)
def test_a_mutated_cms_is_a_fault(data: st.DataObject) -> None:
    """Past the frame, into the structures inside."""
    cms = bytearray(last_cms())
    for _ in range(data.draw(st.integers(1, 4))):
        cms[data.draw(st.integers(4, len(cms) - 1))] = data.draw(st.integers(0, 255))
    if bytes(cms) != last_cms():
        refused(with_cms(bytes(cms)), "XP-3813", "XP-3814", "XP-3815")


def test_our_own_builder_makes_the_same_cms_again() -> None:
    info = parsed()["content"]["signer_infos"][0]
    place = world()
    signer = place.signer("leader-d")
    digest = {item["type"].native: item["values"][0].native for item in info["signed_attrs"]}[
        "message_digest"
    ]
    at = NOW + timedelta(minutes=3)
    signed = SignedContent(signer.certificate, signer.issuer, at, info["signature"].native)
    assert assembled(signed_attributes(digest, signer.certificate, at), signed) == last_cms()
