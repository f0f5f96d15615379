# Thin on purpose: without make, `python3 dev.py run` (test, check, ...) does the same.
PYTHON ?= python3

.PHONY: run test check bench shots seed lock

run test check bench shots seed lock:
	@$(PYTHON) dev.py $@ $(ARGS)
