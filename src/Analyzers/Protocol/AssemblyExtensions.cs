using System;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Protocol;

/// <summary>Questions to an assembly that several files ask.</summary>
internal static class AssemblyExtensions
{
    /// <summary>Whether the assembly itself refers to one whose name <paramref name="isName"/> takes.</summary>
    public static bool RefersTo(this IAssemblySymbol assembly, Func<string, bool> isName)
    {
        foreach (var module in assembly.Modules)
        {
            foreach (var reference in module.ReferencedAssemblies)
            {
                if (isName(reference.Name))
                    return true;
            }
        }

        return false;
    }
}
