using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>What Adam and its kin share.</content>
public abstract partial class Optimizer
{
    /// <summary>The number of the update being made, from 1: a float32 scalar.</summary>
    private protected Tensor StepNumber() => Prim.Add(Prim.Convert(StepCount(), DType.Float32), 1);

    /// <summary>1 - beta^t: what a running mean that started from 0 must be divided by.</summary>
    private protected Tensor Correction(double beta) => Prim.Subtract(1, Prim.Power(Prim.Scalar(beta, DType.Float32), StepNumber()));

    /// <summary>The rate with the corrections of mean and mean square: one number for all weights.</summary>
    private protected Tensor CorrectedRate(Tensor rate, double beta1, double beta2) => Prim.Divide(Prim.Multiply(rate, Prim.Sqrt(Correction(beta2))), Correction(beta1));

    /// <summary>Moves the running means of gradients and of their squares, in the slots "momentum" and "velocity".</summary>
    private protected (Tensor Mean, Tensor Square) Moments(Variable variable, Tensor gradient, double beta1, double beta2)
    {
        Variable momentum = Slot(variable, "momentum"), velocity = Slot(variable, "velocity");
        Tensor mean = Toward(momentum.Value, gradient, 1 - beta1), square = Toward(velocity.Value, Prim.Square(gradient), 1 - beta2);
        Assign(momentum, mean);
        Assign(velocity, square);
        return (mean, square);
    }
}
