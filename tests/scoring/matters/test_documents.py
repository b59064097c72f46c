"""Each of the five documents, read event by event: what it makes due and when, and nothing besides."""

from __future__ import annotations

from tests.scoring.matters.asking import Row, event, matters

PREPARED = {
    (name, "2025-03-18", "done")
    for name in ("plan", "summary", "evidence", "self_assessment", "audit", "electronic")
}


def test_tianjin_reads_as_its_notice() -> None:
    """二（一）五项材料、自评和电子版 3 月 18 日前；（二）5 月 30 日前验收；（三）整改、复验、取消。"""
    scheme = "tianjin-base-acceptance"
    record = [
        event("2025-03-10", "submitted", paper=each)
        for each in ("plan", "summary", "自评打分表", "审计报告", "evidence", "electronic")
    ]
    visit = {("acceptance", "2025-05-30", "open"), ("explain", None, "waiting")}
    profile = {"unit_type": "enterprise"}
    assert matters(scheme, "2025-03-18", *record, profile=profile) == PREPARED | visit
    assert ("audit", "2025-03-18", "overdue") in matters(scheme, "2025-03-19", *record[:3], profile=profile)
    record += [event("2025-05-20", "visited"), event("2025-05-22", "verdict", outcome="fail")]
    held = PREPARED | {("acceptance", "2025-05-30", "done"), ("explain", None, "done")}
    failed = {("rectify", None, "waiting"), ("reexamination", None, "waiting")}
    assert matters(scheme, "2025-05-22", *record, profile=profile) == held | failed
    record.append(event("2025-05-30", "notified"))
    six = matters(scheme, "2025-06-01", *record, profile=profile)
    three = matters(scheme, "2025-06-01", *record, profile=profile, policy={"rectification_months": 3})
    assert ("rectify", "2025-11-30", "open") in six
    assert ("rectify", "2025-08-30", "open") in three
    record += [event("2025-11-28", "rectified"), event("2025-12-01", "applied")]
    mended = held | {("rectify", "2025-11-30", "done"), ("reexamination", None, "done")}
    assert matters(scheme, "2025-12-05", *record, profile=profile) == mended | {("again", None, "open")}
    record.append(event("2025-12-20", "reexamined", outcome="fail"))
    again = mended | {("again", None, "done")}
    assert matters(scheme, "2025-12-20", *record, profile=profile) == again | {("cancelled", None, "open")}
    record.append(event("2026-01-05", "cancelled"))
    assert matters(scheme, "2026-01-05", *record, profile=profile) == again | {("cancelled", None, "done")}


def test_tianjin_lets_those_who_passed_mend_by_the_end_of_june() -> None:
    """二（三）通过验收的，按意见整改完善。"""
    record = [event("2025-05-20", "visited"), event("2025-05-22", "verdict", outcome="pass")]
    told = matters("tianjin-studio-acceptance", "2025-07-01", *record)
    assert ("mend", "2025-06-30", "overdue") in told
    assert not {row[0] for row in told} & {"rectify", "reexamination", "cancelled"}
    record.append(event("2025-07-02", "rectified"))
    assert ("mend", "2025-06-30", "done", "late") in matters(
        "tianjin-studio-acceptance", "2025-07-02", *record
    )


def test_tianjin_sets_no_day_for_what_passed_a_reexamination() -> None:
    """二（三）的日期是首次验收后的；复验通过的，通知没有写明期限。"""
    record = [
        event("2025-05-20", "visited"), event("2025-05-22", "verdict", outcome="fail"),
        event("2025-06-01", "notified"), event("2025-10-20", "rectified"), event("2025-10-21", "applied"),
        event("2025-11-01", "reexamined", outcome="pass"),
    ]  # fmt: skip
    for scheme in ("tianjin-base-acceptance", "tianjin-studio-acceptance"):
        told = matters(scheme, "2025-11-02", *record)
        assert ("mend_again", None, "open") in told
        assert "mend" not in {row[0] for row in told}


def test_hubei_reads_as_its_measure_at_mid_term() -> None:
    """第二条：第一年末中期，两年期满验收；第十八条：限期整改至多一年，国家级基地第二期资金整改合格前不拨。"""
    scheme, national = "hubei-base-midterm", {"level": "national"}
    record = [event("2024-02-29", "announced")]
    assert matters(scheme, "2025-02-28", *record, profile=national) == {("midterm", "2025-02-28", "open")}
    record += [event("2025-02-27", "visited"), event("2025-03-03", "verdict", outcome="fail")]
    failed = {
        ("midterm", "2025-02-28", "done"), ("build", "2026-02-28", "open"),
        ("acceptance", "2026-02-28", "open"), ("summary", "2026-02-28", "open"),
        ("funds", None, "open"), ("targets", None, "open"),
    }  # fmt: skip
    waits = {("rectify", None, "waiting"), ("second_instalment", None, "waiting")}
    assert matters(scheme, "2025-03-03", *record, profile=national) == failed | waits
    provincial = matters(scheme, "2025-03-03", *record, profile={"level": "provincial"})
    assert provincial == failed | {("rectify", None, "waiting")}
    record += [event("2025-03-10", "notified"), event("2026-03-10", "rectified")]
    told = matters(scheme, "2026-03-10", *record, profile=national)
    mended = {
        ("rectify", "2026-03-10", "done"),
        ("again", None, "open"),
        ("second_instalment", None, "waiting"),
    }
    assert {row for row in told if row[0] in {"rectify", "again", "second_instalment"}} == mended
    passed = [*record, event("2026-03-20", "reexamined", outcome="pass")]
    assert ("second_instalment", None, "open") in matters(scheme, "2026-03-20", *passed, profile=national)
    lost = [*record, event("2026-03-20", "reexamined", outcome="fail")]
    told = matters(scheme, "2026-03-20", *lost, profile=national)
    assert {("second_instalment", None, "lapsed"), ("cancelled", None, "open")} <= told
    lost += [event("2026-04-01", "cancelled"), event("2026-04-02", "published")]
    assert ("cancelled", None, "open") in matters(scheme, "2026-04-01", *lost, profile=national)
    assert ("cancelled", None, "done") in matters(scheme, "2026-04-02", *lost, profile=national)


def test_hubei_goes_on_to_the_effect_every_three_years() -> None:
    """第三条：验收合格后 3 年一周期，抄送财政；第十八条整改自通知起；第二十二条带头人变化。"""
    record = [event("2022-05-31", "verdict", outcome="pass")]
    assert matters("hubei-effect", "2025-01-01", *record, profile={"level": "provincial"}) == {
        ("cycle", "2025-05-31", "open")
    }
    record.append(event("2025-06-10", "verdict", outcome="good"))
    told = matters("hubei-effect", "2025-06-10", *record, profile={"level": "provincial"})
    assert told == {
        ("cycle", "2025-05-31", "done", "late"), ("cycle", "2028-05-31", "open"), ("copy", None, "open"),
        ("publish", None, "open"), ("recommend", None, "open"),
    }  # fmt: skip
    studio = [event("2024-02-01", "announced"), event("2024-06-01", "leader_changed")]
    told = matters("hubei-studio-midterm", "2024-06-02", *studio, profile={"level": "provincial"})
    assert told == {("midterm", "2025-02-01", "open"), ("leader", None, "open")}


def test_the_national_plan_reads_as_its_text() -> None:
    """三（二）公示，（三）10 月 31 日备案；四（四）下年补助，（三）建设期和验收，（二）全面考核评估。"""
    record = [event("2024-06-03", "verdict", outcome="eligible"), event("2024-07-01", "published")]
    told = matters("national-base-new", "2024-11-01", *record)
    assert {row for row in told if row[1] or row[2] in ("done", "waiting")} == {
        ("notice", None, "done"), ("filing", "2024-10-31", "overdue"),
        ("assessment_report", "2024-10-31", "overdue"), ("subsidy", None, "waiting"),
        ("build", None, "waiting"), ("supervision", None, "waiting"), ("acceptance", None, "waiting"),
    }  # fmt: skip
    assert {row[0] for row in told} - {row[0] for row in told if row[1] or row[2] in ("done", "waiting")} == {
        "quota", "mechanism", "local_funds", "fund_use", "fund_regime", "fund_oversight",
    }  # fmt: skip
    record += [event("2024-10-30", "filed"), event("2024-12-02", "announced")]
    told = matters("national-base-new", "2025-01-01", *record)
    assert {row for row in told if row[1]} == {
        ("filing", "2024-10-31", "done"), ("assessment_report", "2024-10-31", "done"),
        ("subsidy", "2025-12-31", "open"),
    }  # fmt: skip
    assert {row for row in told if row[0] in ("build", "acceptance")} == {
        ("build", None, "open"), ("acceptance", None, "waiting"),
    }, "the plan names no day from which the two years run"  # fmt: skip
    existing = matters("national-base-existing", "2026-01-01", *record[:1])
    assert ("coverage", "2025-12-31", "overdue") in existing
    assert ("existing_report", "2024-10-31", "overdue") in existing


def test_pingdingshan_reads_as_its_measure() -> None:
    """第八条 4 月 30 日前计划；第十三条 12 月中旬考核；第十四条（四）连续两年不合格由记录得出。"""
    scheme, profile = "pingdingshan-studio-annual", {"failed_last_year": False}
    record = [event("2025-02-01", "announced"), event("2025-05-06", "submitted", paper="yearly_plan")]
    standing = {(name, None, "open") for name in ("host", "county", "tasks", "keep_plan", "funds")}
    first = {("yearly_plan", "2025-04-30", "done", "late"), ("assessment", "2025-12-20", "open")}
    assert matters(scheme, "2025-04-30", *record, profile=profile) == standing | {
        ("yearly_plan", "2025-04-30", "open"), ("assessment", "2025-12-20", "open"),
    }  # fmt: skip
    told = matters(scheme, "2025-05-06", *record, profile=profile)
    assert told == standing | first | {("yearly_plan", "2026-04-30", "open")}
    record.append(event("2025-12-15", "verdict", outcome="ineligible"))
    told = matters(scheme, "2026-01-10", *record, profile=profile)
    assert {row for row in told if row[1]} == {
        ("yearly_plan", "2025-04-30", "done", "late"), ("assessment", "2025-12-20", "done"),
        ("yearly_plan", "2026-04-30", "open"), ("assessment", "2026-12-20", "open"),
    }  # fmt: skip
    assert {row for row in told if not row[1]} == standing | {
        (name, None, "open") for name in ("fund_performance", "improve", "circular")
    }
    record += [
        event("2026-03-01", "reported", paper="improve"),
        event("2026-03-02", "reported", paper="circular"),
        event("2026-12-16", "verdict", outcome="ineligible"),
    ]
    told = matters(scheme, "2026-12-31", *record, profile=profile)
    assert {("cancel", None, "open"), ("return", None, "open")} <= told
    assert ("host", None, "lapsed") in told
    kept = [*record[:-1], event("2026-12-16", "verdict", outcome="eligible")]
    assert "cancel" not in {row[0] for row in matters(scheme, "2026-12-31", *kept, profile=profile)}


def test_pingdingshan_pays_in_two_parts_and_bars_for_three_years() -> None:
    """第十条分两批拨付；第十四条第二款三年限制。"""
    passed = [event("2025-02-01", "announced"), event("2025-09-01", "verdict", outcome="eligible")]
    for scheme in ("pingdingshan-studio-midterm", "pingdingshan-studio-acceptance"):
        assert ("pay", None, "open") in matters(scheme, "2025-09-02", *passed)
        assert ("pay", None, "done") in matters(scheme, "2025-09-20", *passed, event("2025-09-20", "paid"))
    both = {"instalments": "both"}
    assert "pay" not in {
        row[0] for row in matters("pingdingshan-studio-midterm", "2025-09-02", *passed, policy=both)
    }
    scheme = "pingdingshan-studio-cancellation"
    record = [event("2025-03-01", "verdict", outcome="lost", failed=["14.7"])]
    found = {("decision", None, "open"), ("cancel", None, "open"), ("bar", None, "waiting")}
    assert matters(scheme, "2025-03-01", *record) == found
    record.append(event("2025-04-01", "cancelled"))
    assert ("bar", "2028-04-01", "open") in matters(scheme, "2028-04-01", *record)
    assert ("bar", "2028-04-01", "done") in matters(scheme, "2028-04-02", *record)
    equipment = [event("2025-03-01", "verdict", outcome="lost", failed=["14.2"])]
    assert matters(scheme, "2025-03-01", *equipment) == {
        ("decision", None, "open"), ("cancel", None, "open"), ("return", None, "open"),
    }  # fmt: skip


def test_shaoxing_reads_as_its_measure() -> None:
    """四（一）初审，（二）排序，（三）公示 7 天、异议复核、发文；六（三）每年 12 月报告。"""
    scheme = "shaoxing-base-institution"
    assert matters(scheme, "2026-05-01") == {("first_examination", None, "open")}
    record = [
        event("2026-05-05", "submitted", paper="first_examination"),
        event("2026-05-20", "verdict", outcome="eligible"),
    ]
    told = matters(scheme, "2026-05-20", *record)
    assert told == {
        ("first_examination", None, "done"), ("ranking", None, "open"), ("public_notice", None, "waiting"),
        ("decision", None, "waiting"),
    }  # fmt: skip
    record += [event("2026-05-29", "published"), event("2026-06-03", "objected")]
    told = matters(scheme, "2026-06-05", *record)
    assert told == {
        ("first_examination", None, "done"), ("ranking", None, "done"),
        ("public_notice", "2026-06-05", "open"), ("decision", None, "open"), ("recheck", None, "open"),
    }  # fmt: skip
    assert ("public_notice", "2026-06-05", "done") in matters(scheme, "2026-06-06", *record)
    refused = [*record, event("2026-06-20", "decided", outcome="ineligible")]
    told = matters(scheme, "2026-06-20", *refused)
    assert {row[2] for row in told} == {"done"}
    record.append(event("2026-06-20", "decided", outcome="eligible"))
    told = matters(scheme, "2027-01-01", *record)
    assert {row for row in told if row[2] != "done"} == {
        ("yearly_report", "2026-12-31", "overdue"), ("yearly_report", "2027-12-31", "open"),
        ("investment", None, "open"), ("management", None, "open"), ("inspection", None, "open"),
        ("city_inspection", None, "open"),
    }  # fmt: skip


def test_hubei_accepts_at_the_end_of_two_years() -> None:
    """第二条：两年期满验收、绩效评价；第十八条整改；第二十一条；第三条验收合格满三年的效应评估。"""
    unit = {"level": "provincial"}
    record = [event("2024-03-01", "announced")]
    for scheme in ("hubei-base-acceptance", "hubei-studio-acceptance"):
        own: set[Row] = {("summary", "2026-03-01", "open")} if "base" in scheme else set()
        term = {("build", "2026-03-01", "open"), ("acceptance", "2026-03-01", "open")}
        assert matters(scheme, "2026-03-01", *record, profile=unit) == term | own
        visit = [event("2026-02-20", "visited"), event("2026-02-26", "verdict", outcome="pass")]
        told = matters(scheme, "2026-03-01", *record, *visit, profile=unit)
        after = own or {("yearly_plan", None, "open"), ("events", None, "waiting")}
        assert told == after | {
            ("build", "2026-03-01", "done"), ("acceptance", "2026-03-01", "done"),
            ("effect", "2029-02-26", "open"),
        }  # fmt: skip
        fails = [*record, event("2026-02-26", "verdict", outcome="fail"), event("2026-03-02", "notified")]
        assert ("rectify", "2027-03-02", "open") in matters(scheme, "2026-04-01", *fails, profile=unit)
        result = {"rectify_from": "result"}
        told = matters(scheme, "2026-04-01", *fails, profile=unit, policy=result)
        assert ("rectify", "2027-02-26", "open") in told
        veto = [*record, event("2026-02-26", "verdict", outcome="fail", failed=["21.1"])]
        told = matters(scheme, "2026-04-01", *veto, profile=unit)
        assert ("publish", None, "open") in told
        assert "rectify" not in {row[0] for row in told}
    told = matters("hubei-performance", "2025-01-01", *record, profile=unit | {"project": "base"})
    assert told == {
        ("monitoring", "2025-03-01", "open"), ("evaluation", "2026-03-01", "open"),
        ("build", "2026-03-01", "open"), ("targets", None, "open"),
    }  # fmt: skip
    year = {"first_year_end": "calendar"}
    told = matters("hubei-studio-midterm", "2024-04-01", *record, profile=unit, policy=year)
    assert told == {("midterm", "2024-12-31", "open")}


def test_hubei_takes_a_title_or_lets_it_be_changed() -> None:
    """第二十一条取消并公示；第二十二条变更申请、评估认定、注销。"""
    scheme, unit = "hubei-cancellation", {"level": "provincial", "project": "studio"}
    assert matters(scheme, "2026-01-01", profile=unit) == set()
    record = [event("2026-01-05", "leader_changed")]
    asked_for = {("application", None, "open"), ("assessment", None, "waiting")}
    assert matters(scheme, "2026-01-05", *record, profile=unit) == asked_for
    record.append(event("2026-01-20", "applied"))
    assert ("assessment", None, "open") in matters(scheme, "2026-01-20", *record, profile=unit)
    closed = [*record, event("2026-03-01", "verdict", outcome="closed", failed=["22.1"])]
    assert matters(scheme, "2026-03-01", *closed, profile=unit) == {
        ("application", None, "done"), ("assessment", None, "done"), ("close", None, "open"),
    }  # fmt: skip
    lost = [event("2026-03-01", "verdict", outcome="lost", failed=["21.2"])]
    assert matters(scheme, "2026-03-01", *lost, profile=unit) == {("publish", None, "open")}


def test_the_national_plan_knows_studios_too() -> None:
    """四（四）每个工作室 10—30 万元，下一年度；没有每省 5 个的限制（默认口径）。"""
    record = [event("2024-06-03", "verdict", outcome="eligible"), event("2024-10-08", "filed")]
    told = matters("national-studio", "2025-01-01", *record)
    assert {row for row in told if row[1]} == {
        ("filing", "2024-10-31", "done"), ("assessment_report", "2024-10-31", "done"),
        ("subsidy", "2025-12-31", "open"),
    }  # fmt: skip
    assert "quota" not in {row[0] for row in told}
    paid = event("2026-01-09", "paid")
    assert ("subsidy", "2025-12-31", "done", "late") in matters(
        "national-studio", "2026-02-01", *record, paid
    )


def test_pingdingshan_asks_of_an_application() -> None:
    """第四条制度，第五条材料，第七条按方案执行。"""
    scheme, unit = "pingdingshan-studio-application", {"heritage_inheritor": False}
    waits = {("system", None, "waiting"), ("papers", None, "waiting")}
    assert matters(scheme, "2026-03-01", profile=unit) == waits
    record = [
        event("2026-03-02", "submitted", paper="system"),
        event("2026-03-02", "submitted", paper="papers"),
        event("2026-04-01", "verdict", outcome="eligible"),
    ]
    assert matters(scheme, "2026-04-02", *record, profile=unit) == {
        ("system", "2026-03-02", "done"), ("papers", "2026-03-02", "done"), ("keep_plan", None, "waiting"),
    }  # fmt: skip


def test_shaoxing_knows_no_difference_of_enterprises() -> None:
    """四、六：企业与院校、机构同样办理。"""
    record = [
        event("2026-05-20", "verdict", outcome="eligible"),
        event("2026-05-29", "published"),
        event("2026-06-20", "decided", outcome="eligible"),
    ]
    for day in ("2026-05-20", "2026-06-05", "2026-06-06", "2026-12-31", "2027-01-01"):
        told = matters("shaoxing-base-enterprise", day, *record)
        assert told == matters("shaoxing-base-institution", day, *record)
