"""``plie aide``: the help of the workbench, or of one command."""

import click


@click.command(help="Affiche l'aide générale, ou celle d'une commande.")
@click.argument("nom", metavar="[COMMANDE]", required=False)
@click.pass_context
def commande(ctx: click.Context, nom: str | None) -> None:
    """Print the help that ``--help`` prints."""
    group = ctx.find_root()
    assert isinstance(group.command, click.Group)
    if nom is None:
        click.echo(group.get_help())
        return
    name, found, _ = group.command.resolve_command(group, [nom])
    assert found is not None
    click.echo(found.get_help(click.Context(found, info_name=name, parent=group)))
