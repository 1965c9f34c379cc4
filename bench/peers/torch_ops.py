"""The calls of `KerasSharp.Bench ops` in PyTorch: one JSON line each, the least of many runs. Usage: torch_ops.py [SECONDS] [THREADS]."""
import json, sys, time
import torch
import torch.nn.functional as F

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)
torch.manual_seed(1)
n = torch.randn
x, y, v, a, batch = n(1000, 1000), n(1000, 1000), n(1_000_000), n(256, 256), n(64, 32, 32)
definite, signal, odd, image = a @ a.T + torch.eye(256), n(16, 16384), n(16, 16000), torch.rand(8, 3, 224, 224)
ids, table, points, image2 = torch.randint(0, 1000, (1_000_000,)), n(1000, 16), n(1000, 32), n(8, 16, 64, 64)
cplx = torch.complex(n(8, 256, 256), n(8, 256, 256))
labels, logits = torch.randint(1, 30, (32, 20)), n(100, 32, 30)
picture, kernel = n(8, 32, 64, 64).to(memory_format=torch.channels_last), n(32, 32, 3, 3).to(memory_format=torch.channels_last)
edges, window = torch.sort(v[:1000]).values, torch.hann_window(256)
twenty, hundred = torch.full((32,), 20), torch.full((32,), 100)
calls = {
    "add": lambda: x + y, "exp": lambda: torch.exp(x), "erf": lambda: torch.erf(x), "gelu": lambda: F.gelu(x, approximate="tanh"), "where": lambda: torch.where(x > 0, x, y),
    "sum": lambda: x.sum(), "sum_axis0": lambda: x.sum(0), "var": lambda: torch.var(x, 1, correction=0), "max": lambda: torch.amax(x, 1), "argmax": lambda: torch.argmax(x, 1),
    "logsumexp": lambda: torch.logsumexp(x, 1), "softmax": lambda: torch.softmax(x, -1), "cumsum": lambda: torch.cumsum(x, 1), "sort": lambda: torch.sort(v), "argsort_rows": lambda: torch.argsort(x, stable=True),
    "top_k": lambda: torch.topk(x, 10), "median": lambda: torch.quantile(x, 0.5, dim=1), "transpose": lambda: x.T.contiguous(), "concatenate": lambda: torch.cat([x, y], 1),
    "pad_reflect": lambda: F.pad(image2, (3, 3, 3, 3), "reflect"), "take": lambda: table[ids], "segment_sum": lambda: torch.zeros(1000).index_add_(0, ids, v),
    "searchsorted": lambda: torch.searchsorted(edges, v), "unique": lambda: torch.unique(ids), "bincount": lambda: torch.bincount(ids), "one_hot": lambda: F.one_hot(ids[:10000], 1000).float(),
    "matmul": lambda: x @ y, "einsum": lambda: torch.einsum("bij,bjk->bik", batch, batch), "cdist": lambda: torch.cdist(points, points), "conv": lambda: F.conv2d(picture, kernel, padding=1),
    "cholesky": lambda: torch.linalg.cholesky(definite), "inv": lambda: torch.linalg.inv(definite), "solve": lambda: torch.linalg.solve(definite, a), "qr": lambda: torch.linalg.qr(a),
    "svd": lambda: torch.linalg.svd(a), "eigh": lambda: torch.linalg.eigh(definite), "det_batch": lambda: torch.linalg.det(batch), "rfft": lambda: torch.fft.rfft(signal),
    "rfft_16000": lambda: torch.fft.rfft(odd), "fft2": lambda: torch.fft.fft2(cplx), "stft": lambda: torch.stft(odd, 256, 128, window=window, return_complex=True),
    "resize": lambda: F.interpolate(image, size=(112, 112), mode="bilinear"), "unfold": lambda: F.unfold(image2, 3),
    "ctc_loss": lambda: F.ctc_loss(F.log_softmax(logits, -1), labels, hundred, twenty, reduction="none"), "normal": lambda: torch.randn(1_000_000),
}
with torch.no_grad():
    for name, call in calls.items():
        try:
            call()
        except RuntimeError as error:
            print(json.dumps({"op": name, "error": str(error).splitlines()[0]}))
            continue
        best, begin, runs = 1e9, time.perf_counter(), 0
        while runs < 5 or time.perf_counter() - begin < seconds:
            start = time.perf_counter()
            call()
            best, runs = min(best, time.perf_counter() - start), runs + 1
        print(json.dumps({"op": name, "ms": float(f"{best * 1000:.4g}")}))
