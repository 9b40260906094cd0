"""Read one YAML rule file strictly: small, no duplicate keys, no binary floating point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from lexcalc.errors import RuleError

MAX_BYTES = 200_000

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader less floats and duplicate keys."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if key in mapping:
            line = key_node.start_mark.line + 1
            raise RuleError(f"第{line}行：键“{key}”重复", f"line {line}: duplicate key {key!r}")
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


def _no_float(loader: Any, node: yaml.ScalarNode) -> None:
    line = node.start_mark.line + 1
    raise RuleError(
        f"第{line}行：小数 {node.value} 必须加引号写成字符串（二进制浮点不精确）",
        f"line {line}: decimal {node.value} must be a quoted string",
    )


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _no_float)


def load(path: Path) -> Any:
    """The content of one rule file; RuleError names the file and the line of the mistake."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError(
            f"无法读取规则文件 {path.name}：{error}", f"cannot read {path.name}: {error}"
        ) from None
    if len(raw) > MAX_BYTES:
        raise RuleError(f"{path.name} 超过 {MAX_BYTES} 字节", f"{path.name} exceeds {MAX_BYTES} bytes")
    try:
        return yaml.load(raw, Loader=_Loader)
    except yaml.YAMLError as error:
        raise RuleError(f"{path.name} 不是合法的 YAML：{error}", f"{path.name}: bad YAML: {error}") from None
    except RuleError as error:
        raise RuleError(f"{path.name}：{error.zh}", f"{path.name}: {error.en}") from None
