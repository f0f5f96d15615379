from core import outbox
from exchanges.services.tally import add_up_tally

outbox.upkeep(add_up_tally)
