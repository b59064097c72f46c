"""The statement on recusal and discipline: what an expert confirms on screen, or signs on paper."""

from __future__ import annotations

PLEDGES = (
    "我与该单位及其负责人没有可能影响公正评审的任职、咨询、亲属或利益关系；如有，我会立即声明并回避。",
    "我独立评分，锁定前不打听、不议论其他专家的评分，也不对外透露评审情况。",
    "我如实核对材料、据实扣分，不收受礼品礼金，不参加影响公正的宴请。",
)
