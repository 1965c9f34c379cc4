using KerasSharp.Constraints;
using KerasSharp.Optimizers.Schedules;

namespace KerasSharp.Conformance.Runners;

/// <summary>Cases of kinds that are one call of one object.</summary>
internal static class SimpleRunners
{
    public static void Regularizer(ConformanceCase item)
    {
        Regularizer regularizer = CaseObjects.Make<Regularizer>(item, "keras.regularizers");
        Both.Check(item, (_, x) => [regularizer.Call(x[0])]);
    }

    public static void Constraint(ConformanceCase item)
    {
        Constraint constraint = CaseObjects.Make<Constraint>(item, "keras.constraints");
        Both.Check(item, (_, x) => [constraint.Call(x[0])]);
    }

    public static void Schedule(ConformanceCase item)
    {
        LearningRateSchedule schedule = CaseObjects.Make<LearningRateSchedule>(item, "keras.optimizers.schedules");
        Tensor steps = item.Tensor("steps");
        item.Expect("out0", schedule.Call(steps), "eager");
        item.Expect("out0", Function.Compile(schedule.Call)(steps), "compiled");
    }

    public static void Loss(ConformanceCase item)
    {
        Loss loss = CaseObjects.Make<Loss>(item, "keras.losses");
        Both.Check(item, (_, x) =>
        {
            var call = new CaseCall(item, x);
            Saving.Config arguments = item.Object("call")!;
            Tensor prediction = call.Tensor(arguments["y_pred"])!;
            prediction.Mask = call.Tensor(arguments["y_pred_mask"]);
            return [loss.Apply(call.Tensor(arguments["y_true"])!, prediction, call.Tensor(arguments["sample_weight"]))];
        });
    }

    public static void NamedFunction(ConformanceCase item) => Both.Check(item, (_, x) => [FunctionTable.Call(item, new CaseCall(item, x))]);
}
