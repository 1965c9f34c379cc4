"""The layers of `KerasSharp.Bench layers` in PyTorch: reads the name of a layer a line and answers with one JSON line, milliseconds of a forward pass in
training and of one with the gradients of inputs and weights, the least of many runs; images in the better of both memory layouts.
Usage: torch_layers.py [SECONDS] [THREADS]."""
import json, sys, time
import torch
import torch.nn.functional as F
from torch import nn

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.2
torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)
torch.manual_seed(1)


class Call(nn.Module):
    """A function of tensors, and of parameters of these shapes where it has some."""

    def __init__(self, function, *shapes):
        super().__init__()
        self.function, self.weights = function, nn.ParameterList([nn.Parameter(0.1 * torch.randn(s)) for s in shapes])

    def forward(self, *x):
        return self.function(*x, *self.weights)


class First(nn.Module):
    """The first output of a module."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x)[0]


class Heads(nn.Module):
    """Self-attention of several heads, with projections."""

    def __init__(self, size, heads, groups, depth, **options):
        super().__init__()
        self.sizes, self.options = (heads, groups, depth), options
        self.q, self.k, self.v = nn.Linear(size, heads * depth), nn.Linear(size, groups * depth), nn.Linear(size, groups * depth)
        self.out = nn.Linear(heads * depth, size)

    def forward(self, x):
        (b, t, _), (h, g, d) = x.shape, self.sizes
        q, k, v = self.q(x).view(b, t, h, d).transpose(1, 2), self.k(x).view(b, t, g, d).transpose(1, 2), self.v(x).view(b, t, g, d).transpose(1, 2)
        y = F.scaled_dot_product_attention(q, k, v, enable_gqa=g != h, **self.options)
        return self.out(y.transpose(1, 2).reshape(b, t, h * d))


class Leaky(nn.Module):
    def __init__(self, size, units):
        super().__init__()
        self.kernel, self.recurrent, self.leak = nn.Linear(size, units, bias=False), nn.Linear(units, units, bias=False), nn.Parameter(torch.zeros(units))

    def forward(self, x):
        state, states, kept = torch.zeros(x.shape[0], self.leak.shape[0]), [], torch.sigmoid(self.leak)
        for step in self.kernel(x).unbind(1):
            state = kept * state + (1 - kept) * torch.tanh(step + self.recurrent(state))
            states.append(state)
        return torch.stack(states, 1)


class DroppingLSTM(nn.Module):
    """An LSTM whose states are dropped by one mask for all steps."""

    def __init__(self, size, units, rate):
        super().__init__()
        self.units, self.rate, self.kernel, self.recurrent = units, rate, nn.Linear(size, 4 * units), nn.Linear(units, 4 * units, bias=False)

    def forward(self, x):
        h = c = torch.zeros(x.shape[0], self.units)
        mask, states = F.dropout(torch.ones_like(h), self.rate), []
        for step in self.kernel(x).unbind(1):
            i, f, g, o = (step + self.recurrent(h * mask)).chunk(4, -1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            states.append(h)
        return torch.stack(states, 1)


class ConvLSTM(nn.Module):
    def __init__(self, channels, filters):
        super().__init__()
        self.filters, self.kernel, self.recurrent = filters, nn.Conv2d(channels, 4 * filters, 3, padding=1), nn.Conv2d(filters, 4 * filters, 3, padding=1, bias=False)

    def forward(self, x):
        b, t, c, height, width = x.shape
        inputs = self.kernel(x.flatten(0, 1)).view(b, t, 4 * self.filters, height, width)
        h = c = torch.zeros(b, self.filters, height, width)
        states = []
        for step in inputs.unbind(1):
            i, f, g, o = (step + self.recurrent(h)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            states.append(h)
        return torch.stack(states, 1)


def locally_connected(x, kernel, bias):
    patches = F.unfold(x, 3).transpose(1, 2)
    return torch.einsum("bpk,pkf->bpf", patches, kernel) + bias


def attend(q, v):
    return F.scaled_dot_product_attention(q, v, v, scale=1.0)


def attend_by_sums(q, v, scale):
    return torch.softmax((torch.tanh(q[:, :, None] + v[:, None]) * scale).sum(-1), -1) @ v


def causal(channels, filters, width, dilation):
    conv = nn.Conv1d(channels, filters, width, dilation=dilation)
    return nn.Sequential(nn.ConstantPad1d(((width - 1) * dilation, 0), 0.0), conv)


def rotated(x):
    angle = 0.2 * torch.pi * (2 * torch.rand(x.shape[0]) - 1)
    c, s, o = torch.cos(angle), torch.sin(angle), torch.zeros(x.shape[0])
    turns = torch.stack([torch.stack([c, -s, o], -1), torch.stack([s, c, o], -1)], 1)
    return F.grid_sample(x, F.affine_grid(turns, x.shape, align_corners=False), padding_mode="reflection", align_corners=False)


def of_images(x, low, high):
    return low + (high - low) * torch.rand(x.shape[0], 1, 1, 1)


def contrasted(x):
    mean = x.mean((2, 3), keepdim=True)
    return torch.clip((x - mean) * of_images(x, 0.8, 1.2) + mean, 0, 255)


def transposed(conv, channels, filters):
    return conv(channels, filters, 4, stride=2, padding=1)


rows, image = [(32, 128, 512)], [(32, 64, 56, 56)]  # images with the channels in front
CASES = {
    "Dense relu": (lambda: nn.Sequential(nn.Linear(1024, 1024), nn.ReLU()), [(128, 1024)]),
    "EinsumDense": (lambda: nn.Linear(512, 512), [(16, 128, 512)]),
    "Embedding": (lambda: nn.Embedding(20000, 128), [("ids", 20000, 32, 200)]),
    "ReLU": (nn.ReLU, image), "ELU": (nn.ELU, image), "PReLU": (lambda: nn.PReLU(64), image), "gelu": (nn.GELU, rows),
    "Softmax": (lambda: nn.Softmax(-1), [(32, 100, 1000)]), "Rescaling": (lambda: Call(lambda x: x * (1 / 127.5) - 1.0), [(32, 3, 224, 224)]),
    "Conv1D": (lambda: nn.Conv1d(64, 128, 3, padding=1), [(32, 64, 256)]), "Conv1D causal": (lambda: causal(64, 64, 3, 4), [(32, 64, 256)]),
    "Conv2D": (lambda: nn.Conv2d(64, 64, 3, padding=1), [(8, 64, 56, 56)]), "Conv2D groups": (lambda: nn.Conv2d(128, 128, 3, padding=1, groups=32), [(8, 128, 28, 28)]),
    "Conv3D": (lambda: nn.Conv3d(16, 32, 3, padding=1), [(2, 16, 16, 32, 32)]), "Conv1DTranspose": (lambda: transposed(nn.ConvTranspose1d, 64, 32), [(16, 64, 256)]),
    "Conv2DTranspose": (lambda: transposed(nn.ConvTranspose2d, 64, 32), [(8, 64, 28, 28)]), "Conv3DTranspose": (lambda: transposed(nn.ConvTranspose3d, 32, 16), [(2, 32, 8, 16, 16)]),
    "DepthwiseConv1D": (lambda: nn.Conv1d(128, 128, 7, padding=3, groups=128), [(8, 128, 512)]), "DepthwiseConv2D": (lambda: nn.Conv2d(128, 128, 3, padding=1, groups=128), [(8, 128, 56, 56)]),
    "SeparableConv2D": (lambda: nn.Sequential(nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False), nn.Conv2d(64, 128, 1)), [(8, 64, 56, 56)]),
    "LocallyConnected2D": (lambda: Call(locally_connected, (900, 72, 16), (900, 16)), [(8, 8, 32, 32)]),
    "MaxPooling1D": (lambda: nn.MaxPool1d(2), [(32, 64, 1024)]), "MaxPooling2D": (lambda: nn.MaxPool2d(3, 2, padding=1), [(8, 64, 112, 112)]), "MaxPooling3D": (lambda: nn.MaxPool3d(2), [(4, 32, 16, 32, 32)]),
    "AveragePooling1D": (lambda: nn.AvgPool1d(2), [(32, 64, 1024)]), "AveragePooling2D": (lambda: nn.AvgPool2d(2), [(8, 64, 112, 112)]), "AveragePooling3D": (lambda: nn.AvgPool3d(2), [(4, 32, 16, 32, 32)]),
    "GlobalAveragePooling2D": (lambda: Call(lambda x: x.mean((2, 3))), [(32, 512, 14, 14)]), "GlobalMaxPooling2D": (lambda: Call(lambda x: x.amax((2, 3))), [(32, 512, 14, 14)]),
    "AdaptiveAveragePooling2D": (lambda: nn.AdaptiveAvgPool2d(7), [(8, 64, 50, 50)]), "AdaptiveMaxPooling2D": (lambda: nn.AdaptiveMaxPool2d(7), [(8, 64, 50, 50)]),
    "BatchNormalization": (lambda: nn.BatchNorm2d(128), [(32, 128, 28, 28)]), "LayerNormalization": (lambda: nn.LayerNorm(512), rows), "GroupNormalization": (lambda: nn.GroupNorm(32, 128), [(8, 128, 56, 56)]),
    "RMSNormalization": (lambda: nn.RMSNorm(512), rows), "UnitNormalization": (lambda: Call(lambda x: F.normalize(x, dim=-1)), rows), "SpectralNormalization": (lambda: nn.utils.parametrizations.spectral_norm(nn.Linear(512, 512)), [(128, 512)]),
    "LSTM": (lambda: First(nn.LSTM(64, 128, batch_first=True)), [(32, 100, 64)]), "GRU": (lambda: First(nn.GRU(64, 128, batch_first=True)), [(32, 100, 64)]), "SimpleRNN": (lambda: First(nn.RNN(64, 128, batch_first=True)), [(32, 100, 64)]),
    "Bidirectional LSTM": (lambda: First(nn.LSTM(64, 64, batch_first=True, bidirectional=True)), [(32, 100, 64)]), "LSTM recurrent dropout": (lambda: DroppingLSTM(64, 128, 0.2), [(32, 100, 64)]),
    "RNN of an own cell": (lambda: Leaky(64, 128), [(32, 100, 64)]), "ConvLSTM2D": (lambda: ConvLSTM(16, 16), [(4, 8, 16, 32, 32)]), "TimeDistributed Dense": (lambda: nn.Linear(128, 256), [(32, 100, 128)]),
    "MultiHeadAttention": (lambda: Heads(256, 8, 8, 32), [(8, 128, 256)]), "MultiHeadAttention causal": (lambda: Heads(256, 8, 8, 32, is_causal=True), [(8, 128, 256)]),
    "MultiHeadAttention dropout": (lambda: Heads(256, 8, 8, 32, dropout_p=0.1), [(8, 128, 256)]), "GroupQueryAttention": (lambda: Heads(256, 8, 2, 32), [(8, 128, 256)]),
    "Attention": (lambda: Call(attend), [(16, 128, 64)] * 2), "AdditiveAttention": (lambda: Call(attend_by_sums, (64,)), [(16, 64, 64)] * 2),
    "Dropout": (lambda: nn.Dropout(0.5), rows), "SpatialDropout2D": (lambda: nn.Dropout2d(0.5), [(32, 128, 28, 28)]), "AlphaDropout": (lambda: nn.AlphaDropout(0.2), rows), "GaussianNoise": (lambda: Call(lambda x: x + 0.1 * torch.randn_like(x)), rows),
    "UpSampling2D nearest": (lambda: nn.Upsample(scale_factor=2), [(8, 64, 28, 28)]), "UpSampling2D bilinear": (lambda: nn.Upsample(scale_factor=2, mode="bilinear"), [(8, 64, 28, 28)]), "UpSampling3D": (lambda: nn.Upsample(scale_factor=2), [(2, 32, 8, 16, 16)]),
    "Cropping2D": (lambda: Call(lambda x: x[:, :, 4:-4, 4:-4].clone(memory_format=torch.preserve_format)), [(8, 64, 56, 56)]), "ZeroPadding2D": (lambda: nn.ZeroPad2d(1), [(8, 64, 56, 56)]),
    "Permute": (lambda: Call(lambda x: x.transpose(1, 2).contiguous()), rows), "RepeatVector": (lambda: Call(lambda x: x[:, None].repeat(1, 32, 1)), [(128, 512)]),
    "Resizing": (lambda: Call(lambda x: F.interpolate(x, size=(224, 224), mode="bilinear")), [(8, 3, 320, 256)]),
    "Resizing nearest": (lambda: Call(lambda x: F.interpolate(x, size=(224, 224), mode="nearest-exact")), [(8, 3, 320, 256)]),
    "RandomFlip": (lambda: Call(lambda x: torch.where(of_images(x, 0, 1) < 0.5, x.flip(3), x)), [(16, 3, 128, 128)]), "RandomRotation": (lambda: Call(rotated), [(16, 3, 128, 128)]),
    "RandomBrightness": (lambda: Call(lambda x: torch.clip(x + of_images(x, -51, 51), 0, 255)), [(16, 3, 128, 128)]), "RandomContrast": (lambda: Call(contrasted), [(16, 3, 128, 128)]),
    "CategoryEncoding": (lambda: Call(lambda x: torch.zeros(256, 1000).scatter_(1, x, 1.0)), [("ids", 1000, 256, 20)]),
    "Add": (lambda: Call(torch.add), rows * 2), "Maximum": (lambda: Call(torch.maximum), rows * 2), "Concatenate": (lambda: Call(lambda *x: torch.cat(x, -1)), rows * 2), "Dot": (lambda: Call(lambda a, b: a @ b.transpose(1, 2)), [(32, 128, 64)] * 2),
}


def least(action):
    action()
    best, begin, runs = 1e9, time.perf_counter(), 0
    while runs < 5 or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        action()
        best, runs = min(best, time.perf_counter() - start), runs + 1
    return 1000 * best


def measure(make, shapes, layout):
    x = [torch.randint(0, s[1], s[2:]) if s[0] == "ids" else torch.randn(s).to(memory_format=layout).requires_grad_() for s in shapes]
    module = make().train()
    if layout != torch.contiguous_format:
        module = module.to(memory_format=layout)
    above = torch.randn_like(module(*x))
    sources = [t for t in x if t.requires_grad] + list(module.parameters())

    def forward():
        with torch.no_grad():
            module(*x)

    def both():
        y = module(*x)
        if sources:
            torch.autograd.grad(y, sources, above)

    return least(forward), least(both)


def main():
    for line in sys.stdin:
        name = line.strip()
        answer = {"layer": name}
        if name in CASES:
            make, shapes = CASES[name]
            layouts = [torch.contiguous_format] + {4: [torch.channels_last], 5: [torch.channels_last_3d] if name != "ConvLSTM2D" else []}.get(len(shapes[0]) if shapes[0][0] != "ids" else 0, [])
            times = [measure(make, shapes, layout) for layout in layouts]
            answer["forward"], answer["both"] = (float(f"{min(t[i] for t in times):.4g}") for i in (0, 1))
        print(json.dumps(answer), flush=True)


main()
