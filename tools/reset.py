"""`make reset`: deletes the demonstration data of this checkout, after asking."""

import sys

from tools.run import only_run
from tools.stack import Stack


def main() -> None:
    """Ask, then delete. Ends with an error where the product still runs."""
    stack = Stack()
    lock = only_run(stack.folder)
    question = f"Delete all data, keys and mail in {stack.folder}? Type yes to go on: "
    try:
        answer = input(question)
    except EOFError:
        answer = ""
    if answer.strip().lower() != "yes":
        sys.exit("Nothing was deleted.")
    stack.erase()
    lock.close()
    sys.stdout.write("The data is deleted. `make run` makes it anew.\n")


if __name__ == "__main__":
    main()
