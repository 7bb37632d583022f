"""``negotiate new``: a commented game file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from negotiate.cli import _options

STARTERS = Path(__file__).parent / "starters"


def kinds() -> list[str]:
    """Return the names of the starter files."""
    return sorted(path.stem for path in STARTERS.glob("*.yaml"))


@click.command(name="new", short_help="Write a game file to start from.")
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(kinds()), default="moves", show_default=True)
@_options.force
def command(path: Path, kind: str, *, force: bool) -> None:
    """Write a commented game file to start from."""
    from negotiate.api._files import may_write, write_whole

    if path.suffix == "":
        path = path.with_suffix(".yaml")
    text = (STARTERS / f"{kind}.yaml").read_text(encoding="utf-8")
    may_write(path, force=force, text=text)
    write_whole(path, text)
    click.echo(f"wrote {path}; next: negotiate solve {path}", err=True)
