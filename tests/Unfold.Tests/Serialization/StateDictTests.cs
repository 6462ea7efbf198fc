using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Tests;

public sealed class StateDictTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), $"unfold-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void SaveAndLoad_AnotherModelOfTheSameSizes_HasTheSameBits()
    {
        Model first = new(2, seed: 1), second = new(2, seed: 2);
        first.SaveSafetensors(_path, new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" });
        Assert.NotEqual(first.Parameters[1].Value.ToFloats(), second.Parameters[1].Value.ToFloats());
        Assert.Equal("v", second.LoadSafetensors(_path)["k"]);
        for (int i = 0; i < 3; i++) Assert.Equal(first.Parameters[i].Value.ToFloats(), second.Parameters[i].Value.ToFloats());
        Assert.Equal(["scale", "inner.weight", "inner.bias"], first.CopyState().Keys);
    }

    [Fact]
    public void LoadState_OtherPrecision_Converts()
    {
        Model single = new(2, seed: 1), wide = new(2, seed: 2);
        wide.To(DType.Float64);
        wide.LoadState(single.CopyState(), "memory");
        Assert.Equal(single.Parameters[1].Value.ToDoubles(), wide.Parameters[1].Value.ToDoubles());
    }

    [Fact]
    public void LoadState_SeveralDifferences_NamesThemAllAndLoadsNothing()
    {
        Model model = new(2, seed: 1), other = new(3, seed: 2);
        var state = other.CopyState();
        state.Remove("inner.bias");
        state["extra"] = Tensor.Zeros(new Shape(7));
        float[] before = model.Parameters[0].Value.ToFloats();
        var error = Assert.Throws<DamagedFileException>(() => model.LoadState(state, "best.safetensors"));
        Assert.Equal(
            "best.safetensors: expected the 3 parameters of Model, got other ones; missing: inner.bias [2]; not known here: extra [7]; " +
            "of another shape: inner.weight [2, 2] is [3, 3] in the file. The file belongs to another model or other sizes; build the model that it was saved from.",
            error.Message);
        Assert.Equal(before, model.Parameters[0].Value.ToFloats());
    }

    sealed class Model : Module
    {
        public Model(int size, ulong seed)
        {
            var rng = new Rng(seed);
            Register("scale", Init.Uniform(rng, 1, new Shape(1)));
            Register("inner", new Inner(size, rng));
        }
    }

    sealed class Inner : Module
    {
        public Inner(int size, Rng rng)
        {
            Register("weight", Init.Uniform(rng, 1, new Shape(size, size)));
            Register("bias", Init.Uniform(rng, 1, new Shape(size)));
        }
    }
}
