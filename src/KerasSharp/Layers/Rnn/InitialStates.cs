namespace KerasSharp.Layers;

/// <summary>Calls of recurrent layers that are given their first states.</summary>
internal static class InitialStates
{
    public static CallArguments Arguments(Tensor inputs, IReadOnlyList<Tensor> states, bool? training, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(states);
        return new CallArguments([inputs, .. states])
        {
            InputNames = [null, .. Enumerable.Repeat("initial_state", states.Count)],
            Training = training,
            Masks = mask is null ? null : [mask],
        };
    }
}
