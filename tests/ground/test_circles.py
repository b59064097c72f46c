"""No module reaches itself by its imports, those for the type checker included."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph("app")
    imports = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        raise AssertionError(" > ".join(circle.args[1])) from None
