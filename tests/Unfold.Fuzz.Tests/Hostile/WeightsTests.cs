using System.Text;
using Unfold.Serialization;
using Unfold.Training;

namespace Unfold.Fuzz.Tests;

/// <summary>Weights from strangers: ranges that overlap, lie outside, run backwards or are too large; lengths that lie; numbers that are none.</summary>
public sealed class WeightsTests : IDisposable
{
    readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}", "the bytes of 'b' to begin at 8, where the ones before end, got 4")]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}", "4 bytes for 'a', F32 [1], got the range 8 to 4")]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}", "whole numbers of at least 0 in the data_offsets of 'a', got something else")]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}", "at most 2147483591 elements in 'a', got shape [2147483647]")]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}", "2000000000 bytes of data, got 12")]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}", "at most 2147483591 elements in 'a', got shape [4294967296, 4294967296]")]
    [InlineData("\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[9223372036854775807,9223372036854775807]}", "the bytes of 'a' to begin at 0, where the ones before end, got 9223372036854775807")]
    public void Safetensors_RangesThatLie_AreRefusedBeforeAnythingIsTaken(string entries, string fault)
    {
        byte[] header = Encoding.UTF8.GetBytes($"{{{entries}}}"), file = [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[12]];

        Assert.Equal(
            $"a: expected {fault}. The file is damaged, cut off or of another format; copy or save it again.",
            Stretch.Refuses<DamagedFileException>(1 << 20, () => SafetensorsFile.Read(new MemoryStream(file), "a")).Message);
    }

    [Theory, InlineData(-1L), InlineData(long.MaxValue), InlineData(100_000_000L), InlineData(100_000_001L), InlineData(0L)]
    public void Safetensors_HeaderLengthThatLies_IsRefusedBeforeAnythingIsTaken(long length)
    {
        byte[] file = [.. BitConverter.GetBytes(length), .. "{}"u8];

        Assert.StartsWith("a: expected a header ", Stretch.Refuses<DamagedFileException>(1 << 20, () => SafetensorsFile.Read(new MemoryStream(file), "a")).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Model_WeightThatIsNoNumber_IsNamed(float odd)
    {
        Models.Classifier(_sandbox.Folder);
        string path = _sandbox.In("model.safetensors");
        var tensors = SafetensorsFile.Read(path).Tensors;
        tensors["fc.weight"].Span<float>()[1] = odd;
        SafetensorsFile.Write(path, tensors);

        Assert.Equal(
            $"{path}: expected finite weights, got {odd} at fc.weight[0, 1]. The file is damaged, or the training diverged; take other weights, or train again.",
            Assert.Throws<DamagedFileException>(() => TextClassifier.Load(_sandbox.Folder)).Message);
    }
}
