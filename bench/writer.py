"""One process that writes to the ledger as fast as it can, and prints its rate."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from bench.ledger import write

    sys.stdout.write(str(write(float(sys.argv[1]))))
