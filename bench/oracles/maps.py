"""Reference values for clusters and TFCE in plugins/statistics, by MNE-Python and nilearn.

    pip install numpy==2.4.6 scipy==1.17.1 mne==1.13.2 nilearn==0.14.1 nibabel==5.4.2
    python bench/oracles/maps.py plugins/statistics/src/test/resources/maps

Three maps: voxels of a mask, vertices of a sphere, sensors at times. For each the values of twelve
subjects, which targets touch, t, the clusters above a threshold with their masses and p-values, the
TFCE scores and their p-values. Clusters, t, scores and p-values must be equal, since all
sign flips are taken. Takes about a minute.
"""

import pathlib
import sys

import mne
import nibabel
import nilearn
import numpy as np
import scipy
from nilearn.maskers import NiftiMasker
from nilearn.mass_univariate import permuted_ols
from scipy import sparse, stats

SUBJECTS = 12
PERMUTATIONS = 4096  # all there are: 2 ** 12
STEP = 0.1


def graph(n, pairs):
    pairs = np.array(sorted(tuple(sorted(p)) for p in pairs))
    one = np.ones(len(pairs))
    half = sparse.coo_array((one, (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    return pairs, sparse.csr_array(half + half.T)


def voxels(shape, mask):
    place = -np.ones(shape, int)
    # As in Arcuate: i fastest.
    order = np.argwhere(mask.transpose(2, 1, 0))[:, ::-1]
    for n, (i, j, k) in enumerate(order):
        place[i, j, k] = n
    pairs = []
    for i, j, k in order:
        for step in [(1, 0, 0), (0, 1, 0), (0, 0, 1)]:
            a = (i + step[0], j + step[1], k + step[2])
            if all(a[d] < shape[d] for d in range(3)) and place[a] >= 0:
                pairs.append((place[i, j, k], place[a]))
    return order, pairs


def sphere():
    """An icosahedron, divided twice."""
    g = (1 + 5**0.5) / 2
    points = [(a, b * g, 0) for a in (-1, 1) for b in (-1, 1)]
    points += [(0, a, b * g) for a in (-1, 1) for b in (-1, 1)]
    points += [(b * g, 0, a) for a in (-1, 1) for b in (-1, 1)]
    points = [np.array(p) / np.linalg.norm(p) for p in points]
    from scipy.spatial import ConvexHull

    faces = [tuple(f) for f in ConvexHull(np.array(points)).simplices]
    for _ in range(2):
        middle = {}

        def halfway(a, b):
            key = (min(a, b), max(a, b))
            if key not in middle:
                p = points[a] + points[b]
                points.append(p / np.linalg.norm(p))
                middle[key] = len(points) - 1
            return middle[key]

        divided = []
        for a, b, c in faces:
            ab, bc, ca = halfway(a, b), halfway(b, c), halfway(c, a)
            divided += [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
        faces = divided
    return np.array(points, np.float32), np.array(faces, np.int32)


def write(root, name, values, pairs, adjacency):
    n = values.shape[1]
    threshold = stats.t.ppf(1 - 0.01 / 2, SUBJECTS - 1)
    t, clusters, p, _ = mne.stats.permutation_cluster_1samp_test(
        values, threshold=threshold, adjacency=adjacency, n_permutations=PERMUTATIONS, tail=0,
        out_type="mask", seed=1, verbose="error")
    labels = np.zeros(n)
    mass = np.zeros(n)
    cluster_p = np.ones(n)
    for number, mask in enumerate(clusters):
        labels[mask] = number + 1
        mass[mask] = t[mask].sum()
        cluster_p[mask] = p[number]
    scores, _, tfce_p, _ = mne.stats.permutation_cluster_1samp_test(
        values, threshold=dict(start=0, step=STEP), adjacency=adjacency,
        n_permutations=PERMUTATIONS, tail=0, seed=1, verbose="error")
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "values.npy", values)
    np.save(folder / "pairs.npy", pairs.astype(np.int32))
    np.save(folder / "t.npy", t)
    np.save(folder / "labels.npy", labels)
    np.save(folder / "mass.npy", mass)
    np.save(folder / "cluster-p.npy", cluster_p)
    np.save(folder / "tfce.npy", scores)
    np.save(folder / "tfce-p.npy", np.asarray(tfce_p))
    print(name, n, "targets,", len(clusters), "clusters, p from", p.min())
    return t


def main(root):
    rng = np.random.default_rng(11)

    shape = (7, 6, 5)
    mask = rng.uniform(size=shape) < 0.9
    order, pairs = voxels(shape, mask)
    pairs, adjacency = graph(len(order), pairs)
    values = rng.standard_normal((SUBJECTS, len(order)))
    near = np.linalg.norm(order - np.array([2, 2, 2]), axis=1) < 1.6
    values[:, near] += 1.2
    far = np.linalg.norm(order - np.array([5, 4, 3]), axis=1) < 1.2
    values[:, far] -= 1.0
    t = write(root, "volume", values, pairs, adjacency)
    np.save(root / "volume" / "voxels.npy", (order @ [1, shape[0], shape[0] * shape[1]]).astype(np.int32))

    # nilearn: thresholds are a hundredth of the greatest |t|, and its sum is not multiplied by the
    # distance between them.
    image = nibabel.Nifti1Image(mask.astype(np.int8), np.eye(4))
    masker = NiftiMasker(image).fit()
    volume = np.zeros(shape + (SUBJECTS,))
    volume[order[:, 0], order[:, 1], order[:, 2]] = values.T
    data = masker.transform(nibabel.Nifti1Image(volume, np.eye(4)))
    result = permuted_ols(
        np.ones((SUBJECTS, 1)), data, model_intercept=False, n_perm=10, two_sided_test=True,
        random_state=1, masker=masker, tfce=True, output_type="dict", n_jobs=1)
    def reorder(row):
        back = masker.inverse_transform(row).get_fdata()
        return back[order[:, 0], order[:, 1], order[:, 2]]
    assert np.allclose(reorder(result["t"][0]), t, atol=1e-5)
    np.save(root / "volume" / "nilearn-tfce.npy", reorder(result["tfce"][0]))

    points, faces = sphere()
    pairs, adjacency = graph(
        len(points), {tuple(sorted((f[i], f[(i + 1) % 3]))) for f in faces for i in range(3)})
    values = rng.standard_normal((SUBJECTS, len(points)))
    values[:, points[:, 2] > 0.8] += 1.0
    write(root, "surface", values, pairs, adjacency)
    for encoding in ["GIFTI_ENCODING_B64GZ", "GIFTI_ENCODING_B64BIN", "GIFTI_ENCODING_ASCII"]:
        image = nibabel.gifti.GiftiImage(darrays=[
            nibabel.gifti.GiftiDataArray(points, "NIFTI_INTENT_POINTSET", encoding=encoding),
            nibabel.gifti.GiftiDataArray(faces, "NIFTI_INTENT_TRIANGLE", encoding=encoding)])
        nibabel.save(image, root / "surface" / f"{encoding[15:].lower()}.surf.gii")

    sensors, times = 12, 15
    angle = 2 * np.pi * np.arange(sensors) / sensors
    pairs = [(i, (i + 1) % sensors) for i in range(sensors)]
    _, ring = graph(sensors, pairs)
    adjacency = sparse.csr_array(mne.stats.combine_adjacency(ring, times))
    values = rng.standard_normal((SUBJECTS, sensors, times))
    values[:, 2:5, 5:10] += 0.9
    values = values.reshape(SUBJECTS, -1)
    upper = sparse.triu(adjacency, k=1).tocoo()
    write(root, "sensors", values, np.stack([upper.row, upper.col], 1), adjacency)
    np.save(root / "sensors" / "positions.npy",
            np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1) * 0.1)

    (root / "VERSIONS.txt").write_text(
        f"bench/oracles/maps.py with Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy"
        f" {scipy.__version__}, MNE-Python {mne.__version__}, nilearn {nilearn.__version__},"
        f" nibabel {nibabel.__version__}\n")


main(pathlib.Path(sys.argv[1]))
