"""``negotiate new``: a commented game file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from negotiate.errors import UsageError

STARTERS = Path(__file__).parent / "starters"


def kinds() -> list[str]:
    """Return the names of the starter files."""
    return sorted(path.stem for path in STARTERS.glob("*.yaml"))


@click.command(name="new", short_help="Write a game file to start from.")
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(kinds()), default="moves", show_default=True)
def command(path: Path, kind: str) -> None:
    """Write a commented game file to start from; a file that exists is never overwritten."""
    if path.suffix == "":
        path = path.with_suffix(".yaml")
    write_new(path, (STARTERS / f"{kind}.yaml").read_text(encoding="utf-8"))
    click.echo(f"wrote {path}; next: negotiate solve {path}", err=True)


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet, whole or not at all.

    Raises
    ------
    UsageError
        If it exists, or cannot be written.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        if path.exists() or path.is_symlink():
            raise UsageError(f"'{path}' exists, and is not overwritten; name another file")
        half.write_text(text, encoding="utf-8")
        half.rename(path)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror or error}") from error
    finally:
        half.unlink(missing_ok=True)
