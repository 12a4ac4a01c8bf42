using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>The names under which a method can be called: its own, that of what it overrides, those of the interface members it implements.</summary>
internal sealed class MethodFamily
{
    private readonly ISymbol _method;
    private readonly List<ISymbol> _members = new();

    private MethodFamily(ISymbol method, string name)
    {
        _method = method;
        Name = name;
        _members.Add(method);
    }

    public string Name { get; }

    /// <summary>Nobody can call it by another declaration than its own.</summary>
    public bool IsAlone => _members.Count == 1;

    /// <summary>Code that is not seen calls it: it implements a member of another project or package. The platform's own does not start anything twice.</summary>
    public bool IsOfForeignCode { get; private set; }

    public static MethodFamily Of(Compilation compilation, IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.Constructor)
            return new MethodFamily(method, method.ContainingType.Name);
        ISymbol symbol = method.AssociatedSymbol ?? method;
        var family = new MethodFamily(symbol.OriginalDefinition, NameOf(symbol));
        for (var overridden = symbol.Overridden(); overridden is not null; overridden = overridden.Overridden())
            family.Add(compilation, overridden);
        if (symbol.ContainingType is not { } type || method.MethodKind == MethodKind.LocalFunction || symbol.IsStatic)
            return family;
        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers(family.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member)?.OriginalDefinition, symbol.OriginalDefinition))
                    family.Add(compilation, member);
            }
        }

        return family;
    }

    public bool IsItself(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(Definition(symbol), _method);

    /// <summary>The symbol, or the constructor's type, stands for the method.</summary>
    public bool Contains(ISymbol symbol)
    {
        var definition = Definition(symbol);
        foreach (var member in _members)
        {
            if (SymbolEqualityComparer.Default.Equals(definition, member))
                return true;
        }

        // The name in "new Server()" is the type's.
        return _method is IMethodSymbol { MethodKind: MethodKind.Constructor } && SymbolEqualityComparer.Default.Equals(definition, _method.ContainingType.OriginalDefinition);
    }

    private static ISymbol Definition(ISymbol symbol) =>
        symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced.OriginalDefinition : symbol.OriginalDefinition;

    private void Add(Compilation compilation, ISymbol member)
    {
        _members.Add(member.OriginalDefinition);
        IsOfForeignCode |= !compilation.Declares(member) && !IsPlatform(member);
    }

    private static bool IsPlatform(ISymbol member) => member.RootNamespace() is "System" or "Microsoft";

    // An explicit implementation is called by the interface's name.
    private static string NameOf(ISymbol symbol)
    {
        if (symbol is IMethodSymbol { ExplicitInterfaceImplementations: { Length: > 0 } methods })
            return methods[0].Name;
        return symbol.Name;
    }
}
