using System.Reflection;
using Unfold.Kernels;
using Xunit.Sdk;

namespace Unfold.Tests.Simd;

/// <summary>Runs the tests that depend on the vector width in this process, without a test host: so that another process can choose the vector width by environment.</summary>
static class Program
{
    /// <summary>The kernels against their definitions, the table of operations with its gradients, and PyTorch's numbers.</summary>
    static readonly string[] Namespaces = ["Unfold.Tests.Kernels", "Unfold.Tests.OpCases", "Unfold.Tests.Parity"];

    /// <summary>Optimizers against PyTorch's numbers; they share a namespace with tests that no width concerns.</summary>
    static readonly string[] Classes = [nameof(PytorchParityTests)];

    static int Main()
    {
        Console.WriteLine($"width: {SimdWidth.Description}");
        int passed = 0, failed = 0;
        foreach (Type type in typeof(Program).Assembly.GetTypes().Where(static t => (Namespaces.Contains(t.Namespace, StringComparer.Ordinal) || Classes.Contains(t.Name, StringComparer.Ordinal)) && t.IsPublic))
        {
            foreach (MethodInfo method in type.GetMethods().Where(static m => m.GetCustomAttribute<FactAttribute>() is not null))
            {
                foreach (object?[] arguments in Cases(method))
                {
                    try
                    {
                        method.Invoke(Activator.CreateInstance(type), arguments);
                        passed++;
                    }
                    catch (TargetInvocationException e)
                    {
                        failed++;
                        Console.WriteLine($"{type.Name}.{method.Name}({string.Join(", ", arguments)}): {e.InnerException}");
                    }
                }
            }
        }

        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    static IEnumerable<object?[]> Cases(MethodInfo method) =>
        method.GetParameters().Length == 0 ? [[]] : method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method));
}
