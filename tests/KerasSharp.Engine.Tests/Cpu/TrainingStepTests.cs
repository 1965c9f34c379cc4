using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu;

/// <summary>Compiled steps of gradient descent on a small network, held to the same arithmetic written out in double.</summary>
public sealed class TrainingStepTests
{
    private const int Batch = 19, Inputs = 23, Hidden = 37, Outputs = 5;
    private const double Rate = 0.05;

    [Fact]
    public void Call_OfATrainingStep_FollowsDescentInDouble()
    {
        var random = new RandomTensors(7);
        Tensor x = random.Floats(Batch, Inputs), target = random.Floats(Batch, Outputs), first = random.Floats(Inputs, Hidden), second = random.Floats(Hidden, Outputs);
        var w = new Variable(first);
        var u = new Variable(second);
        Function step = Function.Compile(_ =>
        {
            using var tape = new GradientTape();
            Tensor error = Prim.Dot(Prim.Tanh(Prim.Dot(x, w.Value)), u.Value) - target;
            Tensor loss = Prim.Multiply(Prim.ReduceSum(error * error), 1.0 / Batch);
            Tensor?[] gradients = tape.Gradient(loss, [w, u]);
            w.Assign(w.Value - Prim.Multiply(gradients[0]!, Rate));
            u.Assign(u.Value - Prim.Multiply(gradients[1]!, Rate));
            return [loss];
        });
        double[] xs = RandomTensors.Values(x), targets = RandomTensors.Values(target), ws = RandomTensors.Values(first), us = RandomTensors.Values(second);
        for (int i = 0; i < 5; i++)
        {
            double loss = RandomTensors.Values(step.Call()[0])[0];
            Assert.Equal(Descend(xs, targets, ws, us), loss, 1e-3);
        }

        Assert.All(ws.Zip(RandomTensors.Values(w.Value)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(us.Zip(RandomTensors.Values(u.Value)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    /// <summary>One step in place; the result is the loss before it.</summary>
    private static double Descend(double[] x, double[] target, double[] w, double[] u)
    {
        var dw = new double[w.Length];
        var du = new double[u.Length];
        double loss = 0;
        for (int b = 0; b < Batch; b++)
        {
            var h = new double[Hidden];
            var dh = new double[Hidden];
            for (int j = 0; j < Hidden; j++)
            {
                for (int i = 0; i < Inputs; i++)
                {
                    h[j] += x[(b * Inputs) + i] * w[(i * Hidden) + j];
                }

                h[j] = Math.Tanh(h[j]);
            }

            for (int o = 0; o < Outputs; o++)
            {
                double error = -target[(b * Outputs) + o];
                for (int j = 0; j < Hidden; j++)
                {
                    error += h[j] * u[(j * Outputs) + o];
                }

                loss += error * error / Batch;
                for (int j = 0; j < Hidden; j++)
                {
                    du[(j * Outputs) + o] += 2 * error / Batch * h[j];
                    dh[j] += 2 * error / Batch * u[(j * Outputs) + o];
                }
            }

            for (int i = 0; i < w.Length; i++)
            {
                int j = i % Hidden;
                dw[i] += x[(b * Inputs) + (i / Hidden)] * dh[j] * (1 - (h[j] * h[j]));
            }
        }

        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= Rate * dw[i];
        }

        for (int i = 0; i < u.Length; i++)
        {
            u[i] -= Rate * du[i];
        }

        return loss;
    }
}
