from exchanges.models import Exchange


def lock_exchange(exchange: Exchange) -> Exchange:
    """Hold the row until the end of the transaction, for changes that make no open form stale; refreshes in place."""
    Exchange.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=exchange.pk)
    exchange.refresh_from_db()
    return exchange
