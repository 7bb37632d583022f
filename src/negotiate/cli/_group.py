"""How commands are found, and how every failure becomes an exit code and never a traceback."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from negotiate.errors import NegotiateError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

BUG: Final = 1
INTERRUPTED: Final = 130


class Commands(click.Group):
    """A group whose commands are the modules beside this one, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the modules that do not begin with an underscore."""
        stems = (path.stem for path in Path(__file__).parent.glob("*.py"))
        return sorted(stem.replace("_", "-") for stem in stems if not stem.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"negotiate.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or say which one may have been."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            hint = nearest(args[0], known) or f"there are {', '.join(known)}"
            raise click.UsageError(f"there is no command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def __call__(self, *args: Any, **extra: Any) -> Any:
        """Run as a program of its own, which ends before there is garbage worth looking for.

        To look for it while modules load, and once more at the end, takes an eighth of the time
        of a typical command. Another fifth would go to numpy's threads for products of large
        matrices, which wait busily for work, and there is none: a game's matrices are small. One
        thread also adds up in one order, so that no answer depends on the number of processors.
        """
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        gc.disable()
        try:
            return self.main(*args, **extra)
        finally:
            gc.freeze()

    def main(  # type: ignore[override]  # click overloads this on `standalone_mode`
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "negotiate",
        standalone_mode: bool = True,  # noqa: FBT002 (click's signature)
        **extra: Any,
    ) -> Any:
        """Run, and leave with an exit code: what a command returns, or that of its error."""
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, standalone_mode=False, **extra) or 0
            sys.stdout.flush()
        except BaseException as error:  # the last line of defence: no tracebacks
            if os.environ.get("NEGOTIATE_DEBUG"):
                raise
            code = _explain(error)
        sys.exit(code)


def _explain(error: BaseException) -> int:
    """Say what went wrong, in one line where it was not foreseen, and return the exit code."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else BUG
        case BrokenPipeError():
            _abandon_output()
            return 0  # whoever read has read enough
        case click.ClickException():
            error.show()
            return error.exit_code
        case KeyboardInterrupt() | click.Abort():
            click.echo("interrupted", err=True)
            return INTERRUPTED
        case NegotiateError():
            click.echo(f"negotiate: {error}", err=True)
            return error.exit_code
        case MemoryError():
            click.echo("negotiate: the memory is full; try --max-nodes or fewer --draws", err=True)
            return NegotiateError.exit_code
        case OSError():
            click.echo(f"negotiate: {error}", err=True)
            return click.UsageError.exit_code
    said = " ".join(str(error).split())[:200]
    click.echo(
        f"negotiate: this is a bug in negotiate, please report it: {type(error).__name__}: {said}"
        " (NEGOTIATE_DEBUG=1 shows where)",
        err=True,
    )
    return BUG


def _abandon_output() -> None:
    """Send what is still buffered nowhere, or the interpreter would complain when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (to the end)
