/** What files a BIDS dataset holds, which of them a query means, and what describes them. */
package dev.arcuate.plugin.bids;
