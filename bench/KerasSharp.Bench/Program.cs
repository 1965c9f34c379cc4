using KerasSharp.Bench;

string command = args.Length > 0 ? args[0] : "--help";
string[] rest = args.Length > 0 ? args[1..] : [];
try
{
    return command switch
    {
        "steps" => StepsCommand.Run(BenchOptions.Parse(rest)),
        "alloc" => AllocCommand.Run(BenchOptions.Parse(rest)),
        "conv" => ConvCommand.Run(BenchOptions.Parse(rest)),
        "gemm" => GemmCommand.Run(GemmOptions.Parse(rest)),
        "ops" => Ops(BenchOptions.Parse(rest), rest.Contains("--seconds")),
        "layers" => LayersCommand.Run(LayersOptions.Parse(rest)),
        "io" => IoCommand.Run(IoOptions.Parse(rest)),
        "first" => FirstStepCommand.Run(BenchOptions.Parse(rest)),
        _ => Help(command == "--help" ? 0 : 1),
    };
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static int Ops(BenchOptions options, bool timed) => OpsCommand.Run(timed ? options.Seconds : 0.5, options.Threads);

static int Help(int code)
{
    Console.WriteLine($"""
        usage: KerasSharp.Bench COMMAND [--threads N] [--seconds S] [WORKLOAD...]

        commands
          steps   time of a training step or an inference, one JSON line for each workload
          alloc   managed bytes allocated by a warm training step of Fit, and collections
          conv    GFLOP/s of every distinct convolution of ResNet-50 and MobileNetV2
          ops     least time of 45 calls of Ops; bench/peers/torch_ops.py has the same ones
          layers  table of layers, forward and with gradients, compiled: layers [--threads N] [--seconds S] [--rounds N]
                  [--peer "COMMAND", which starts bench/peers/torch_layers.py: both sides take turns] [NAME...]
          io      table of formats: saving and loading a model beside copying its bytes: io [--megabytes N] [--rounds N] [--folder PATH]
                  [--peer "COMMAND", which starts bench/peers/h5py_io.py: all take turns]
          first   time from the call of Fit in this process to the end of its first step (one workload)
          gemm    rates of float32 products: gemm [--threads N] [--seconds S] [--limits PATH of the compiled bench/peers/limits.c] [N or MxNxK, + tn, nt, tt...]

        workloads: {string.Join(", ", Workloads.All.Select(w => w.Name))}; none named is all
        """);
    return code;
}
