"""The tandem in Ciw (`pip install ciw`): five stations of two servers in a row.

Run as `python tandem_ciw.py REQUESTS`; prints requests, processor seconds and the mean time on one
line, as `pilot-sandbox bench tandem` reads them.
"""

from __future__ import annotations

import sys
import time

import ciw

STATIONS, SERVERS, ARRIVAL, SERVICE = 5, 2, 0.8, 0.5


def main(requests: int) -> None:
    """Simulate until so many requests have left."""
    onward = [
        [1.0 if there == here + 1 else 0.0 for there in range(STATIONS)] for here in range(STATIONS)
    ]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=ARRIVAL), *[None] * (STATIONS - 1)],
        service_distributions=[ciw.dists.Exponential(rate=SERVICE) for _ in range(STATIONS)],
        number_of_servers=[SERVERS] * STATIONS,
        routing=onward,
    )
    ciw.seed(1)
    begin = time.process_time()
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(requests)
    seconds = time.process_time() - begin
    came: dict[int, float] = {}
    left: dict[int, float] = {}
    for record in simulation.get_all_records():
        if record.node == 1:
            came[record.id_number] = record.arrival_date
        if record.node == STATIONS:
            left[record.id_number] = record.exit_date
    times = [gone - came[number] for number, gone in left.items()]
    print(len(times), f"{seconds:.6f}", repr(sum(times) / len(times)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
