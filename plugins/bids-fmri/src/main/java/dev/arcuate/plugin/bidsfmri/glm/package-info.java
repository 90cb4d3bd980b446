/** General linear models of series: effects of conditions and their t values. */
package dev.arcuate.plugin.bidsfmri.glm;
