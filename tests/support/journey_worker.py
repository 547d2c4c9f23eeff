"""The worker's entry, under the clock of a journey."""

from support.journey_clock import install

install()

from cairong.config.worker import main  # noqa: E402 - the clock comes first

if __name__ == "__main__":
    main()
