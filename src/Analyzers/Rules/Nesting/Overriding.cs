using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>Whether a call may run another body than that of the method it names.</summary>
internal static class Overriding
{
    public static bool MayBeOverridden(IMethodSymbol method) =>
        method.IsAbstract || method.ContainingType?.TypeKind == TypeKind.Interface
        || ((method.IsVirtual || method.IsOverride) && method is { IsSealed: false, ContainingType.IsSealed: false });
}
