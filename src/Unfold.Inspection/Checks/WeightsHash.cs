using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The fingerprint of a model's weights: the same for the same bits.</summary>
public static class WeightsHash
{
    /// <summary>SHA-256 over the names and numbers of all parameters, as "sha256:…".</summary>
    public static string Of(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in model.Parameters)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(parameter.Name));
            Tensor value = parameter.Value;
            hash.AppendData(value.DType == DType.Float32 ? MemoryMarshal.AsBytes(value.Span<float>()) : MemoryMarshal.AsBytes(value.Span<double>()));
        }
        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
