"""A made-up but lifelike visit: 23 criteria, three experts, rulings and long reasons. Everybody is 示例."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from app.common.ids import short_code
from app.reports.document import (
    Adjustment,
    Consequence,
    CriterionRow,
    ExpertScore,
    PanelMember,
    PointLine,
    ProtocolStep,
    ReadingRow,
    RulingRow,
    SectionRow,
    Signer,
    VerdictReport,
)

EXPERTS = ("专家甲（示例）", "专家乙（示例）", "专家丙（示例）")
DIGEST = hashlib.sha256(b"sample").hexdigest()
Row = tuple[str, str, str, str, str, str, str, str, str, str, list[tuple[str, str]]]

# id, item, wanted, method, evidence, max, self score, score, state, experts' scores, lines
ROWS: list[Row] = [
    ("1.1", "项目组织", "有专门机构管理和协调项目", "有专门机构的记2分，没有的不记分", "机构设置文件", "2", "2", "2", "一致", "2 2 2", [("2", "设有专门机构，记2分")]),
    ("1.2", "项目组织", "人员分工明确，责任到人", "有分工记1分，责任到人记1分", "分工与责任材料", "2", "2", "2", "一致", "2 2 2", [("1", "人员有具体分工，记1分"), ("1", "责任到人，记1分")]),
    ("2.1", "项目管理", "培训、财务、资产、风险四项制度健全，运行规范", "少一项扣0.5分", "制度文件", "2", "2", "1.5", "一致", "1.5 1.5 1.5", [("-0.5", "缺风险管理制度，少1项扣0.5分")]),
    ("2.2", "项目管理", "项目档案和资料完整", "不完整扣1分，没有档案不记分", "项目档案", "2", "2", "1", "一致", "1 1 1", [("-1", "项目档案不完整，扣1分")]),
    ("3.1", "场地条件", "同时培训的人数：企业不少于100人，公共实训基地不少于150人，职业院校不少于200人", "达不到的扣1至5分", "场所面积汇总表、平面图", "5", "5", "3.33", "平均", "3 3 4", [("-1.67", "同期培训能力180人，低于职业院校应达到的200人；三位专家酌定扣2、2、1分，平均扣1.67分。理由：第二实训车间因设备更新停用，现场清点工位176个，加机动工位后可同时容纳180人；改造计划已列入本年度预算，预计十月完工")]),
    ("4.1", "设备条件", "有两至三个紧缺特色培训职业（工种），实训设备与之相配", "不相匹配的扣1至5分", "实训设备台账、使用记录", "5", "5", "5", "一致", "5 5 5", []),
    ("4.2", "设备条件", "购置的培训设备总值达到实施方案的要求", "达不到的扣1至5分", "", "5", "5", "3", "裁定", "4 2 3", [("-2", "购置设备总值386万元，低于方案的405万元，扣2分。理由：两台五轴加工中心已到货但未验收入账，合同金额19万元；组长裁定按入账金额计算")]),
    ("5.1", "师资条件", "所建专业的师资满足培养高技能人才的需要", "不满足的，每个项目扣1至3分", "各专业教师花名册", "6", "6", "4.5", "平均", "4.5 4.5 4.5", [("-1.5", "“工业机器人系统操作”专业师资不满足要求，扣1.5分。理由：现有教师3人，其中1人资格证书过期，生师比超出方案承诺")]),
    ("6.1", "课程体系", "各所建专业都有相应的培训课程体系", "少建一个扣1分", "各专业课程体系资料", "3", "3", "2", "一致", "2 2 2", [("-1", "4个专业中3个建有课程体系，少1个扣1分")]),
    ("7.1", "校企合作", "职业院校与三家以上企业稳定合作；企业、公共实训基地与院校合作", "院校少一家扣2分；其他未签订的扣6分", "培训协议、方案", "6", "6", "6", "一致", "6 6 6", []),
    ("8.1", "师资建设", "聘请企业技师或院校教师任兼职教师", "未达100%的酌情扣分", "兼职教师名单、证书复印件", "5", "5", "4.5", "平均", "4.5 4.5 4.5", [("-0.5", "兼职教师到位比例92%，低于100%，扣0.5分。理由：聘任协议中两人未在本年度授课")]),
    ("8.2", "师资建设", "有中级职称或高级工以上水平的专职教师占教师总数45%以上", "每少10%扣1分", "教师名单、证书复印件", "5", "5", "4", "一致", "4 4 4", [("-1", "合格专职教师11人，教师34人，占32.4%，低12.6个百分点，每低10个百分点扣1分（不满10个的不计），扣1分")]),
    ("9.1", "效果评价", "过程性与终结性考核相结合的质量评价机制，并切实开展", "一般的扣1至3分，未开展的不记分", "质量评价资料", "6", "6", "4.17", "平均", "4.5 4 4", [("-1.83", "评价开展一般；三位专家酌定扣1.5、2、2分，平均扣1.83分。理由：过程性考核记录集中补填，抽查20份，合格14份")]),
    ("10.1", "使用范围", "建设资金只用于规定范围内的支出，不用于差旅费、劳务费、津贴奖金等无关支出", "不合理、不合规的视情况影响总评分", "有关票据", "10", "10", "9", "裁定", "— — 9", [("-1", "支出有不合规之处，扣1分。理由：一笔1,260元的交通费列入项目支出，已责成调账")]),
    ("11.1", "资金核算", "账目清楚，设立项目资金专账", "未设专账的不记分", "资金专账、票据", "3", "3", "3", "一致", "— — 3", [("3", "设有项目资金专账，记3分")]),
    ("11.2", "资金核算", "资金、管理、核算都落实到项目", "少一项扣1分", "经费管理实施细则", "3", "3", "2", "一致", "— — 2", [("-1", "核算未到项目，少1项扣1分")]),
    ("12.1", "体系构建", "培训模式、课程、教材、师资、装备和能力评价构成较完备的培训体系", "运行一般的扣0.5至2分", "五个环节的总结材料", "5", "5", "4", "平均", "4 4 4", [("-1", "体系运行一般，扣1分。理由：能力评价环节未体现企业参与")]),
    ("13.1", "规模效应", "建设经验在本区域发挥示范作用", "一般的记0.5至2分", "示范作用佐证材料", "5", "5", "1.83", "平均", "2 1.5 2", [("1.83", "示范作用一般，三位专家酌定记2、1.5、2分，平均记1.83分。理由：接待兄弟院校参观两批，尚无可推广的文本成果")]),
    ("13.2", "规模效应", "年培训高级工以上人数：企业200人，公共实训基地400人，职业院校600人", "每少20人（40人、60人）扣0.5分", "学员名册、证书复印件", "5", "5", "4.5", "裁定", "4.5 4 4.5", [("-0.5", "全年培训539人，少61人，每少60人扣0.5分（不满60人的不计），扣0.5分")]),
    ("14.1", "评价反馈", "合作用人单位满意率达到85%", "每少5%扣0.5分", "满意率调查表、报告", "5", "5", "5", "一致", "5 5 5", []),
    ("14.2", "评价反馈", "学员满意率达到85%", "每少5%扣0.5分", "满意率调查表、报告", "5", "5", "4.5", "一致", "4.5 4.5 4.5", [("-0.5", "学员满意率79.6%，低5.4个百分点，每低5个百分点扣0.5分，扣0.5分")]),
    ("15.1", "经验总结", "形成总结报告", "未形成的不记分", "总结报告", "2", "2", "2", "一致", "2 2 2", [("2", "已形成总结报告，记2分")]),
    ("15.2", "经验总结", "总结报告中的做法有模式、方法上的创新", "情况一般的记1至2分", "", "3", "3", "1.5", "平均", "1.5 1 2", [("1.5", "创新情况一般，三位专家酌定记1.5、1、2分，平均记1.5分。理由：“双导师制”做法有新意，但缺少成效数据")]),
]  # fmt: skip
SECTIONS = [("一", "组织与管理", "6.5", "8", 4), ("二", "培训能力", "17.83", "24", 5), ("三", "培训体系", "18.67", "22", 4), ("四", "资金管理", "14", "16", 3), ("五", "项目产出", "23.33", "30", 7)]  # fmt: skip


def _criterion(row: Row) -> CriterionRow:
    cid, item, wanted, method, evidence, top, own, score, state, given, lines = row
    cite = f"附件1 第{cid.split('.', maxsplit=1)[0]}项"
    marks = [None if mark == "—" else mark for mark in given.split()]
    return CriterionRow(
        id=cid,
        item=item,
        wanted=wanted,
        cite=cite,
        max=top,
        score=score,
        state=state,
        self_score=own,
        method=method,
        evidence=evidence,
        scores=tuple(ExpertScore(*pair) for pair in zip(EXPERTS, marks, strict=True)),
        lines=tuple(PointLine(points, why, cite) for points, why in lines),
    )


def _sections() -> tuple[SectionRow, ...]:
    rows, made = iter(ROWS), []
    for numeral, title, score, top, count in SECTIONS:
        made.append(SectionRow(numeral, title, score, top, tuple(_criterion(next(rows)) for _ in range(count))))
    return tuple(made)


def full_report() -> VerdictReport:
    """The whole visit, digital, frozen."""
    return VerdictReport(
        title="天津市高技能人才培训基地终期验收考核结论",
        sample=True,
        draft=False,
        batch="2026年市级高技能人才培训基地终期验收（示例）",
        issuer="示例市人力资源和社会保障局",
        document="关于开展市级高技能人才培训基地和技能大师工作室建设验收工作的通知",
        document_no="示人社办函〔2026〕1号",
        scheme_title="天津市高技能人才基地终期验收考核细则",
        scheme_version="1.0.0",
        scheme_digest=hashlib.sha256(b"scheme").hexdigest(),
        unit="示例职业技术学院",
        project="数控加工与智能制造高技能人才培训基地建设项目",
        project_code="示-2023-017",
        unit_type="职业院校",
        visit_dates="2026年5月12日",
        panel=(
            PanelMember("组长丁（示例）", "示例市职业技能公共实训中心", "组长"),
            PanelMember(EXPERTS[0], "示例机电工业学校", "专家"),
            PanelMember(EXPERTS[1], "示例重工集团有限公司", "专家"),
            PanelMember(EXPERTS[2], "示例会计师事务所", "财务专家"),
        ),
        sections=_sections(),
        total="76.33",
        full="100",
        pass_mark="75",
        outcome="pass",
        outcome_label="通过验收",
        outcome_why="总分76.33分，达到合格分数线75分。",
        form="digital",
        digest=DIGEST,
        short_code=short_code(DIGEST),
        frozen_at=datetime(2026, 5, 12, 8, 41, 7, tzinfo=UTC),
        signers=(
            Signer("8d7cf9b2-5b7c-4a4e-8f5c-0d9f4b1e0001", EXPERTS[0], "专家"),
            Signer("8d7cf9b2-5b7c-4a4e-8f5c-0d9f4b1e0002", EXPERTS[1], "专家"),
            Signer("8d7cf9b2-5b7c-4a4e-8f5c-0d9f4b1e0003", EXPERTS[2], "财务专家"),
            Signer("8d7cf9b2-5b7c-4a4e-8f5c-0d9f4b1e0004", "组长丁（示例）", "组长"),
        ),
        protocol=_protocol(),
        total_adjustments=(Adjustment("10.1", "-4", "项目资金中列支与基地建设无关的培训差旅费用，视情况影响总评分，从总分中扣4分", "附件1 第10项"),),
        readings=_readings(),
        rulings=_rulings(),
        problems=_problems(),
        suggestions=_suggestions(),
        unit_statement="我院对考核结论无异议。对专家组指出的问题，将逐项制定整改方案，明确责任人和完成时限，于规定期限内完成整改并书面报告。",
        receipt="本结论已于2026年5月12日16时50分当场宣读并送达项目单位，由项目负责人签收。",
        consequences=(
            Consequence("通过验收的项目单位，应按照专家组提出的意见和建议进行整改完善，确保项目建设取得实效。", "通知第二部分第（三）项"),
            Consequence("整改情况应于2026年6月30日前书面报组织单位。", "通知第二部分第（三）项"),
        ),
    )  # fmt: skip


def _protocol() -> tuple[ProtocolStep, ...]:
    return (
        ProtocolStep("听取汇报", "9:00—9:40", "学院领导班子、项目负责人、专家组", "项目负责人汇报建设情况和成果，说明场地和师资方面的不足及原因"),
        ProtocolStep("专家提问", "9:40—10:10", "专家组、项目负责人", "就设备入账、兼职教师到位、满意率调查方法提问11项，当场答复9项，2项会后补交材料"),
        ProtocolStep("查阅材料", "10:10—11:50", "专家组", "查阅项目档案12册，抽查学员名册60份、财务凭证45份"),
        ProtocolStep("现场考察", "13:30—14:30", "专家组、实训中心主任", "考察两个实训车间，清点工位176个，核对设备台账32台（套）"),
        ProtocolStep("座谈交流", "14:30—15:20", "教师6人、学员10人、企业代表3人", "了解教学组织、考核评价和就业情况"),
        ProtocolStep("专家组评议", "15:20—16:30", "专家组", "闭门评议，对3项分歧逐项裁定"),
        ProtocolStep("反馈意见", "16:40—17:00", "全体", "宣读结论，项目单位负责人表态发言"),
    )  # fmt: skip


def _readings() -> tuple[ReadingRow, ...]:
    return (
        ReadingRow("“每少20人扣0.5分”等规定中，不足一档的差额是否扣分", "只计满一档的差额，不足一档的不扣分", "批次通知，考核前书面告知"),
        ReadingRow("通知未规定合格分数线", "总分达到75分为合格", "批次通知"),
        ReadingRow("第8项“教师总数”是否包括兼职教师", "只计专职教师", "组织单位答复，2026年4月2日"),
        ReadingRow("第13项“年培训”所指年度", "验收前一个自然年度", "细则默认口径"),
    )  # fmt: skip


def _rulings() -> tuple[RulingRow, ...]:
    return (
        RulingRow("4.2 设备条件", "三位专家对两台未验收入账设备是否计入总值认定不一。经核对合同、到货单和固定资产账，裁定按入账金额386万元计算，扣2分；项目单位于6月30日前完成验收入账的，作为整改完成的依据。", "组长丁（示例）"),
        RulingRow("10.1 使用范围", "财务专家认定一笔交通费不属规定范围，其余支出合规，裁定本项扣1分。", "组长丁（示例）"),
        RulingRow("13.2 规模效应", "专家乙将一期复训学员27人剔除。经查证书编号，复训学员取得高一等级证书，应予计入，裁定按539人计算。", "组长丁（示例）"),
    )  # fmt: skip


def _problems() -> tuple[str, ...]:
    return (
        "风险管理制度缺失，项目档案中设备采购、课程开发两类材料不完整，部分记录为事后补填。",
        "场地条件未达到职业院校同期培训200人的要求，第二实训车间停用后未作替代安排。",
        "设备购置进度滞后，两台五轴加工中心未完成验收入账，购置总值低于实施方案。",
        "专职教师中具有中级职称或高级工以上水平的占32.4%，低于45%的要求；“工业机器人系统操作”专业师资不足。",
        "过程性考核流于形式，学员满意率79.6%，未达到85%的要求。",
    )


def _suggestions() -> tuple[str, ...]:
    return (
        "补建风险管理制度，按“一项一册”整理项目档案，6月底前完成自查。",
        "加快第二实训车间改造，改造期间与合作企业共用实训场地，保证同期培训能力。",
        "制定专职教师能力提升三年计划，优先支持青年教师取得高级工以上职业技能等级证书。",
        "改进过程性考核办法，引入企业导师评价，定期公布学员满意率调查结果并跟踪改进。",
    )


def minimal_report() -> VerdictReport:
    """As little as a report can hold: a pen-signed pass without mark, protocol or remarks."""
    report = full_report()
    bare = tuple(
        replace(
            section,
            criteria=tuple(
                replace(each, scores=(), state="", self_score=None, lines=(), method="", evidence="")
                for each in section.criteria[:1]
            ),
        )
        for section in report.sections[:2]
    )
    return replace(
        report,
        sample=False,
        form="pen",
        sections=bare,
        protocol=(),
        total_adjustments=(),
        readings=(),
        rulings=(),
        problems=(),
        suggestions=(),
        unit_statement="",
        receipt="",
        consequences=(),
        pass_mark=None,
        outcome="undetermined",
        outcome_label="未作合格与否的认定",
        outcome_why="",
        signers=report.signers[-1:],
    )
