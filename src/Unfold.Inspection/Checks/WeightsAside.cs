using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Lets a copy of a model's weights take their place until it is disposed of.</summary>
sealed class WeightsAside : IDisposable
{
    readonly IReadOnlyList<Parameter> _parameters;

    WeightsAside(IReadOnlyList<Parameter> parameters) => _parameters = parameters;

    public static WeightsAside Of(Module model, DType? dtype = null)
    {
        WeightsAside aside = new(model.Parameters);
        foreach (Parameter parameter in aside._parameters)
            parameter.SetAside(dtype);
        return aside;
    }

    public void Dispose()
    {
        foreach (Parameter parameter in _parameters)
            parameter.TakeBack();
    }
}
