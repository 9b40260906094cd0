"""A traffic case with its gold and good answers to it, and a run folder of such cases."""

from __future__ import annotations

from pathlib import Path

from training.recipe import Recipe, load
from training.records import Question, Trajectory, write

TEXT = (
    "任某驾驶厢式货车于2024年1月30日撞上骑自行车的蓝某，蓝某受伤；经认定，任某负全部责任；"
    "该车投保交强险和保额1000000元的商业三者险；交通费1625元，营养费1046元，护理费15000元，"
    "车辆维修费4420元，医疗费1.28万元，误工费22000元。保险公司应赔偿蓝某多少元？"
)
FACTS = {
    "事故日": "2024-01-30",
    "交强险": "是",
    "交通费": "1625",
    "医疗费": "12800",
    "商业三者险": "是",
    "商业三者险限额": "1000000",
    "护理费": "15000",
    "机动车责任": "全部",
    "营养费": "1046",
    "误工费": "22000",
    "财产损失": "4420",
}
GOOD = """<think>
要素：事故=2024年1月30日；责任=全部责任；商业三者险限额=1000000元；所问=保险公司赔偿额
责任认定：机动车一方全部责任，责任比例100%（道路交通安全法第76条）。
保险赔付：医疗费用类12800+1046=13846元，未超限额18000元；死亡伤残类22000+15000+1625=38625元，未超限额180000元；\
财产类4420元，超限额2000元；交强险13846+38625+2000=54471元；超出部分4420-2000=2420元；商业三者险2420元，在限额内。
赔偿计算：54471+2420=56891元。
</think>
保险公司应赔56891元。\\boxed{56891}"""
LACKING = """<think>
责任认定：查明年龄后才能计算损失。
保险赔付：不涉及保险分担。
赔偿计算：得不出数额。
</think>
缺少伤残等级，无法计算。"""


def question(**changes) -> Question:
    """The case above with its gold, or one that differs."""
    plain = {
        "id": "TC-1",
        "scenario": "TC",
        "question": TEXT,
        "answer": "56891.00",
        "missing": (),
        "asked": {"heads": [], "payer": "保险公司", "deduct_paid": False},
        "facts": FACTS,
        "elements": (),
        "voice": "exam",
        "pattern": "p",
    }
    return Question(**{**plain, **changes})


def run_folder(folder: Path, count: int = 12, *changes: str) -> Recipe:
    """The recipe ``tiny`` whose data, trajectories and partition are there already."""
    recipe = load("tiny", changes, folder)
    many = [question(id=f"TC-{i}", question=TEXT.replace("任某", f"任{i}某")) for i in range(count)]
    write(folder / "data" / "train.jsonl", many)
    for split in ("train", "validation"):
        write(folder / "distil" / f"{split}.jsonl", [Trajectory(each, GOOD) for each in many])
    write(folder / "partition" / "D_easy.jsonl", many[: count // 2])
    write(folder / "partition" / "D_hard.jsonl", many[count // 2 :])
    return recipe
