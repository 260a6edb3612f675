"""The NumPy that the engine is measured against: the same update as peer.js,
written for NumPy as well as we know how. Arrays are reused, every operation
works in place, and the generator is the fastest that NumPy has (SFC64 with its
ziggurat). It is part of the benchmark, not of the product.

The first line of standard input is the setup as JSON: walkers, sigma, lr, a
(three entries of A) and start. Each further line "S n" is answered with the
milliseconds of n steps of all walkers at batch size S.
"""

import json
import sys
import time

import numpy as np

TILE = 16384  # samples at a time: five columns of them stay in the cache


class Ensemble:
    def __init__(self, walkers, sigma, lr, a, start):
        self.random = np.random.Generator(np.random.SFC64(1))
        self.sigma, self.lr = sigma, lr
        a11, a12, a22 = a
        self.l11 = a11**0.5
        self.l21 = a12 / self.l11
        self.l22 = (a22 - self.l21**2) ** 0.5
        self.v = np.empty((2, walkers))
        self.v[0], self.v[1] = start
        self.m = np.zeros((2, walkers))
        self.room = np.empty((5, TILE))

    def step(self, batch, mu=0.0):
        """m <- mu m + g, v <- v - lr m, for some walkers at a time."""
        walkers = self.v.shape[1]
        tile = max(1, TILE // batch)
        for begin in range(0, walkers, tile):
            some = slice(begin, min(begin + tile, walkers))
            self.move(self.v[:, some], self.m[:, some], batch, mu)

    def move(self, v, m, batch, mu):
        """g = (1/S) sum x (x.v - eps) with x = L z."""
        n = v.shape[1]
        room = self.room[:, : batch * n]
        for column in room[:3]:
            self.random.standard_normal(out=column)
        z1, z2, eps, r, product = (column.reshape(batch, n) for column in room)
        np.multiply(z1, self.l11 * v[0] + self.l21 * v[1], out=r)
        np.multiply(z2, self.l22 * v[1], out=product)
        r += product
        eps *= self.sigma
        r -= eps
        z1 *= r
        z2 *= r
        h1, h2 = z1.sum(axis=0), z2.sum(axis=0)
        m *= mu
        m[0] += (self.l11 / batch) * h1
        m[1] += (self.l21 / batch) * h1 + (self.l22 / batch) * h2
        v -= self.lr * m


def main():
    ensemble = Ensemble(**json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        batch, steps = map(int, line.split())
        begin = time.perf_counter()
        for _ in range(steps):
            ensemble.step(batch)
        print(1000 * (time.perf_counter() - begin), flush=True)
    if not np.isfinite(ensemble.v).all():
        sys.exit("peer.py: the walkers have left")


main()
