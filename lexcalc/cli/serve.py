"""`lexcalc serve`: the model server of this user."""

from __future__ import annotations

import click


@click.group()
def serve() -> None:
    """后台模型服务：启动、停止、状态。 The background model server: start, stop, status."""


@serve.command()
@click.option("--model", metavar="NAME", help="模型名或模型目录。 A model's name or directory.")
@click.option(
    "--port", type=click.IntRange(1024, 65535), help="端口（默认自动选择）。 Port, default: a free one."
)
@click.option(
    "--idle-minutes",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    help="空闲多少分钟后自动停止，0 为不停。 Stop after so many idle minutes, 0: never.",
)
@click.option("--foreground", is_flag=True, help="留在前台，Ctrl-C 停止。 Stay in the foreground.")
def start(model: str | None, port: int | None, idle_minutes: float, foreground: bool) -> None:
    """启动服务（已启动则复用）。 Start the server or find the running one."""
    import time

    from lexcalc.serve import progress, server

    running = server.start(model, port=port, idle_minutes=idle_minutes)
    progress.say(f"模型服务就绪：{running.model}  {running.base_url}  pid {running.pid}")
    if foreground:
        try:
            while server.status():
                time.sleep(1)
        except KeyboardInterrupt:
            server.stop()


@serve.command()
def stop() -> None:
    """停止服务。 Stop the server."""
    from lexcalc.serve import server

    click.echo("已停止" if server.stop() else "没有正在运行的服务")


@serve.command()
def status() -> None:
    """查看服务状态；未运行时退出码为 5。 The server's state; exit code 5 when none runs."""
    import sys
    import time

    from lexcalc.errors import Exit
    from lexcalc.serve import server

    running = server.status()
    if running is None:
        click.echo("没有正在运行的服务")
        sys.exit(Exit.UNREACHABLE)
    state = "就绪" if running.healthy else "启动中"
    minutes = (time.time() - running.since) / 60
    click.echo(f"{state}  {running.model}  {running.base_url}  pid {running.pid}  已运行 {minutes:.0f} 分钟")
    click.echo(f"空闲 {running.idle_minutes:g} 分钟后停止  日志 {running.log}")
