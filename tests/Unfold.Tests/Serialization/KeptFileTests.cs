using Unfold.Serialization;

namespace Unfold.Tests;

public sealed class KeptFileTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), $"unfold-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_WhatWasWritten_HasTheSameBits()
    {
        double[] numbers = [0.1, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1.0 / 3];
        var rng = new Rng(ulong.MaxValue - 3);
        for (int i = 0; i < 7; i++) rng.NextUInt32();
        var state = new KeptState();
        Go(state, numbers, rng);
        KeptFile.Write(_path, state);

        var other = new Rng(ulong.MaxValue - 3);
        Go(KeptFile.Read(_path), numbers, other);
        Assert.Equal(rng.State, other.State);

        static void Go(KeptState state, double[] numbers, Rng rng)
        {
            bool restores = state.Restores;
            for (int i = 0; i < numbers.Length; i++) Assert.Equal(BitConverter.DoubleToInt64Bits(numbers[i]), BitConverter.DoubleToInt64Bits(state.Number($"number {i}", restores ? 7 : numbers[i])));
            Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), state.Array<double>("doubles", restores ? [] : numbers).Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal([1.5f, float.NaN, -0f], state.Array<float>("floats", restores ? [] : [1.5f, float.NaN, -0f]));
            Assert.Equal([int.MinValue, 0, int.MaxValue], state.Array<int>("ints", restores ? [] : [int.MinValue, 0, int.MaxValue]));
            Assert.Equal([], state.Array<long>("none", restores ? [1] : []));
            Assert.Equal(long.MinValue, state.Number("long", restores ? 0 : long.MinValue));
            Assert.Null(state.Number("missing", restores ? 1.0 : default(double?)));
            Assert.Equal(2.5, state.Number("there", restores ? null : 2.5));
            Assert.True(state.Flag("yes", !restores));
            Assert.Equal("\"quoted\\\n\tsha256\":\" ü 😀", state.Text("text", restores ? "" : "\"quoted\\\n\tsha256\":\" ü 😀"));
            Assert.Equal(["a", "", "c"], state.Part("part").Texts("texts", restores ? [] : ["a", "", "c"]));
            bool[] flags = restores ? new bool[3] : [true, false, true];
            state.Fill("flags", flags);
            Assert.Equal([true, false, true], flags);
            var list = new List<long>(restores ? [9, 9] : [3]);
            state.List("list", list);
            Assert.Equal([3], list);
            state.Stream("rng", rng);
        }
    }

    [Fact]
    public void Read_AnyBitFlippedOrAnyByteMissing_IsFoundDamaged()
    {
        var state = new KeptState();
        state.Number("steps", 12345);
        state.Array<float>("weights", [1, 2, 3]);
        KeptFile.Write(_path, state);
        byte[] whole = File.ReadAllBytes(_path);
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Damaged(whole, $"bit {bit}");
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (int length = 0; length < whole.Length; length++) Damaged(whole.AsSpan(0, length), $"{length} bytes");
        Damaged([.. whole, 0], "a byte more");
        File.WriteAllBytes(_path, whole);
        Assert.Equal(12345, KeptFile.Read(_path).Number("steps", 0));

        void Damaged(ReadOnlySpan<byte> bytes, string what)
        {
            File.WriteAllBytes(_path, bytes);
            Exception? error = Record.Exception(() => KeptFile.Read(_path));
            Assert.True(error is DamagedFileException, $"{what}: {error}");
        }
    }

    [Fact]
    public void Restore_WhatWasNotKept_SaysWhat()
    {
        KeptFile.Write(_path, new KeptState());
        Assert.Equal(
            $"{_path}: expected a/steps in it, got nothing of that name. Another version wrote it, or it belongs to another run; begin anew without it.",
            Assert.Throws<DamagedFileException>(() => KeptFile.Read(_path).Part("a").Number("steps", 0)).Message);
    }

    [Fact]
    public void Array_NumberThatADoubleCannotHold_IsRefused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new KeptState().Array<long>("x", [(1L << 53) + 1]));
        Assert.Equal("KeptState: expected numbers that a double holds, got 9007199254740993. Keep it as a number of its own.", error.Message);
    }

    [Fact]
    public void Write_FolderThatIsNotThere_LeavesTheReason()
    {
        string path = Path.Combine(_path, "x");
        Assert.Contains("expected a file that can be written", Assert.Throws<DataException>(() => KeptFile.Write(path, new KeptState())).Message, StringComparison.Ordinal);
    }
}
