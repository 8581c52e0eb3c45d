/*
 * catalog.c - the catalog that `make run` works on: two dozen invented titles.
 *
 * A look-up waits 12 to 22 ms, a checksum computes some milliseconds: small enough that
 * the slowest path ends well within a second, large enough that starting a worker is
 * cheap beside the work.
 */
#include "jobs.h"

const CatalogEntry CATALOG[] = {
    {1, "The Lighthouse Keeper's Ledger", 16000, 4200},
    {2, "Nine Ways to Fold a River", 12000, 3000},
    {3, "A Short History of Long Queues", 20000, 5200},
    {4, "Salt, Wind and Signal", 14000, 3600},
    {5, "The Clockmaker's Second Daughter", 18000, 4600},
    {6, "Orchard Under Glass", 13000, 3200},
    {7, "Seven Bridges, No Map", 21000, 5400},
    {8, "The Patient Cartographer", 15000, 3800},
    {9, "Night Train to Nowhere in Particular", 19000, 4800},
    {10, "What the Tide Returned", 12000, 3000},
    {11, "Letters to a Distant Server", 22000, 5600},
    {12, "The Quiet Mutiny", 14000, 3600},
    {13, "Small Hours at the Bakery", 17000, 4400},
    {14, "An Atlas of Borrowed Houses", 13000, 3400},
    {15, "The Fourth Violin", 16000, 4000},
    {16, "Rust and Honey", 20000, 5000},
    {17, "The Beekeeper's Algorithm", 15000, 3800},
    {18, "Winter in the Machine Room", 18000, 4600},
    {19, "Twelve Lamps for the Ferry", 12000, 3000},
    {20, "The Unreliable Narrator's Cookbook", 21000, 5400},
    {21, "Copper Moon over Kiln Street", 14000, 3600},
    {22, "The Last Analog Summer", 19000, 4800},
    {23, "A Field Guide to Lost Umbrellas", 13000, 3200},
    {24, "Everything the Glacier Kept", 17000, 4400},
};

const size_t CATALOG_COUNT = sizeof CATALOG / sizeof CATALOG[0];
