using KerasSharp.Generators;
using KerasSharp.Saving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasSharp.Tests.Saving;

public class GeneratorTests
{
    private const string Everything = """
        {"name": "e", "trainable": true, "first": true, "units": 3, "activation": "tanh", "beta_1": 0.5, "use_bias": false, "seed": 7, "axes": [1, 2], "target_shape": [null, 4],
        "data_format": "channels_first", "kernel_size": [2, 3], "strides": [1, 1],
        "inner": {"module": "keras.tests", "class_name": "Inner", "config": {"factor": 4.0}, "registered_name": null},
        "cells": [{"module": "keras.tests", "class_name": "Inner", "config": {"factor": 5.0}, "registered_name": null}], "threshold": 0.25, "mode": "max"}
        """;

    [Fact]
    public void GetConfig_AfterFromConfig_GivesTheSameText()
    {
        string oneLine = Everything.ReplaceLineEndings("").Replace(",\"", ", \"", StringComparison.Ordinal);
        SampleEverything sample = SampleEverything.FromConfig(Config.FromJson(oneLine));
        Assert.Equal(Config.FromJson(oneLine).ToJson(), sample.GetConfig().ToJson());
        Assert.False(sample.HasBias);
        Assert.Equal(3, sample.Units);
    }

    [Fact]
    public void FromConfig_MissingKeys_KeepTheDefaults()
    {
        Config config = SampleEverything.FromConfig(new Config { ["units"] = 1 }).GetConfig();
        Assert.Equal(
            """
            {"name": "sample", "trainable": true, "first": false, "units": 1, "activation": "relu", "beta_1": 0.8999999761581421, "use_bias": true, "seed": null, "axes": null, "target_shape": null, "data_format": "channels_last", "kernel_size": [0, 0], "strides": null, "inner": null, "cells": null, "threshold": -Infinity, "mode": "auto"}
            """,
            config.ToJson());
    }

    [Fact]
    public void FromConfig_KeyOfTheBase_IsApplied() =>
        Assert.False(SampleEverything.FromConfig(new Config { ["units"] = 1, ["trainable"] = false }).Trainable);

    [Fact]
    public void FromConfig_ScalarForAList_CountsAsOne() =>
        Assert.Equal("[2]", ConfigJsonOf(SampleEverything.FromConfig(new Config { ["units"] = 1, ["axes"] = 2 }).GetConfig()["axes"]));

    [Theory]
    [InlineData("{}", "Everything: the config has no 'units'.")]
    [InlineData("{\"units\": \"three\"}", "Everything: config key 'units' must be an integer. Received: \"three\".")]
    [InlineData("{\"units\": null}", "Everything: config key 'units' must be an integer. Received: null.")]
    [InlineData("{\"units\": 1, \"activation\": \"rleu\"}", "Everything: config key 'activation' must be a SampleActivation. Received: rleu.")]
    [InlineData("{\"units\": 1, \"data_format\": \"x\"}", "must be one of \"channels_last\", \"channels_first\". Received: \"x\".")]
    [InlineData("{\"units\": 1, \"axes\": [1, null]}", "'axes' must be an integer or a list of integers. Received: [1, null].")]
    [InlineData("{\"units\": 1, \"inner\": {\"class_name\": \"Iner\", \"module\": \"keras.tests\"}}", "Did you mean 'Inner'?")]
    [InlineData("{\"units\": 1, \"inner\": {\"class_name\": \"SampleCustom\", \"registered_name\": \"MyPackage>SampleCustom\"}}", "must be a SampleInner")]
    public void FromConfig_WrongValue_ErrorNamesClassKeyExpectedAndFound(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => SampleEverything.FromConfig(Config.FromJson(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void FromConfig_UnknownKey_IsLeftOut() => Assert.Equal(1, SampleEverything.FromConfig(Config.FromJson("{\"units\": 1, \"use_bais\": true}")).Units);

    [Fact]
    public void FromConfig_UnknownKeyThatAsksForNothing_IsIgnored() =>
        Assert.Equal(1, SampleEverything.FromConfig(new Config { ["units"] = 1, ["quantization_config"] = null, ["renorm"] = false }).Units);

    [Fact]
    public void Serialize_KerasAndCustomClasses_DifferInRegisteredName()
    {
        Assert.Equal(
            """{"module": "keras.tests", "class_name": "Inner", "config": {"factor": 2.0}, "registered_name": null}""",
            ObjectRegistry.Serialize(new SampleInner()).ToConfig().ToJson());
        Assert.Equal(
            """{"module": null, "class_name": "SampleCustom", "config": {"name": "sample", "trainable": true, "rate": 0.5}, "registered_name": "MyPackage>SampleCustom"}""",
            ObjectRegistry.Serialize(new SampleCustom()).ToConfig().ToJson());
    }

    [Fact]
    public void Deserialize_DerivedFromASerializableClass_WritesTheBasePartOnce()
    {
        SampleDerived derived = Assert.IsType<SampleDerived>(ObjectRegistry.Deserialize(ObjectRegistry.Serialize(new SampleDerived(0.25, 3)).ToConfig()));
        Assert.Equal("""{"name": "sample", "trainable": true, "rate": 0.25, "extra": 3}""", derived.GetConfig().ToJson());
    }

    [Fact]
    public void Deserialize_NestedClassWithAField_Works() =>
        Assert.Equal("""{"text": "hello"}""", SampleOuter.SampleNested.FromConfig(new Config { ["text"] = "hello" }).GetConfig().ToJson());

    [Fact]
    public void TryResolve_SnakeOrCamelOrRegisteredName_FindsTheClass()
    {
        Assert.True(ObjectRegistry.TryResolve("keras.tests", "everything", out RegisteredClass? snake));
        Assert.True(ObjectRegistry.TryResolve("keras.tests", "Everything", out RegisteredClass? camel));
        Assert.True(ObjectRegistry.TryResolve("keras.tests", "MyPackage>SampleCustom", out RegisteredClass? custom));
        Assert.Same(snake, camel);
        Assert.Equal(typeof(SampleCustom), custom.Type);
        Assert.False(ObjectRegistry.TryResolve("keras.tests", "nothing", out _));
    }

    [Theory]
    [InlineData("[KerasSerializable] public class A(int units) { public int Units { get; } = units; }", "KS001")]
    [InlineData("[KerasSerializable] public partial class A { public A(int units) { } }", "KS002")]
    [InlineData("[KerasSerializable] public partial class A { private A() { } }", "KS003")]
    [InlineData("[KerasSerializable] public partial class A([ConfigName(Omit = true)] int units) { int U => units; }", "KS004")]
    public void Generator_ClassItCannotServe_ReportsADiagnostic(string code, string id)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "sample",
            [CSharpSyntaxTree.ParseText("using KerasSharp.Saving;\n" + code, cancellationToken: TestContext.Current.CancellationToken)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location), MetadataReference.CreateFromFile(typeof(Config).Assembly.Location),
             MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriverRunResult result = CSharpGeneratorDriver.Create(new KerasSerializableGenerator())
            .RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult();
        Assert.Equal(id, Assert.Single(result.Diagnostics).Id);
        Assert.Empty(result.GeneratedTrees);
    }

    private static string ConfigJsonOf(object? value) => ConfigJson.Write(value);
}
