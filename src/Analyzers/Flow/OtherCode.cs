using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Calls at which other code runs before they come back: what it assigns has changed then. A blocking call on a socket is none of them.</summary>
internal static class OtherCode
{
    /// <summary>Whether <paramref name="method"/>, of no source, waits for another part of the program or lets it run.</summary>
    public static bool LetOthersRun(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type)
            return false;
        if (type.TypeKind == TypeKind.Delegate)
            return method.MethodKind == MethodKind.DelegateInvoke || method.Name is "BeginInvoke" or "EndInvoke" or "DynamicInvoke";
        if (type.TypeKind == TypeKind.Interface)
            return !IsQuiet(type);
        return NamespaceOf(type) switch
        {
            "Threading" => IsWait(method.Name) || (type.Name is "Volatile" or "Interlocked" && method.Name is "Read" or "CompareExchange"),
            "Tasks" => IsWait(method.Name) || type.Name == "Parallel",
            "CompilerServices" => method.Name == "GetResult",
            // What comes out was put in by another thread.
            "Concurrent" => method.Name.StartsWith("Take", System.StringComparison.Ordinal) || method.Name.StartsWith("Try", System.StringComparison.Ordinal),
            "Channels" => method.Name.StartsWith("Try", System.StringComparison.Ordinal),
            "System" when type.Name == "Console" => method.Name is "Read" or "ReadLine" or "ReadKey",
            "Reflection" => method.Name == "Invoke",
            "System" when type.Name == "Delegate" => method.Name == "DynamicInvoke",
            "Diagnostics" when type.Name == "Process" => method.Name is "WaitForExit" or "WaitForInputIdle",
            _ => method.Name is "WaitOne" or "DoEvents" || (method.Name is "Invoke" or "Send" or "PushFrame" && IsDispatcher(type)),
        };
    }

    /// <summary>A method of the project that another one may take the place of: whoever calls it calls what he does not see.</summary>
    public static bool IsOpenToOthers(IMethodSymbol method) =>
        method.MethodKind is not (MethodKind.PropertyGet or MethodKind.PropertySet) && !IsOfEveryObject(method)
        && (method.ContainingType.TypeKind == TypeKind.Interface || ((method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed));

    // Whoever overrides these only tells what the object is.
    private static bool IsOfEveryObject(IMethodSymbol method) =>
        method.IsOverride && (method.Name == "ToString" && method.Parameters.IsEmpty || method.Name is "Equals" or "GetHashCode");

    /// <summary>Whether each step through a collection of this type may run code that is not the caller's: an iterator's, a queue's.</summary>
    public static bool IsLazy(ITypeSymbol? type, Compilation compilation) => type switch
    {
        null or IArrayTypeSymbol or { SpecialType: SpecialType.System_String } => false,
        { TypeKind: TypeKind.TypeParameter } => true,
        INamedTypeSymbol named => compilation.Declares(named) || named.Name is "IEnumerable" or "IAsyncEnumerable" or "IQueryable" or "IOrderedEnumerable" or "ConfiguredCancelableAsyncEnumerable",
        _ => false,
    };

    private static bool IsWait(string name) => name switch
    {
        "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait" or "Sleep" or "Join" or "Yield" or "SpinUntil" or "SpinWait" or "SpinOnce" => true,
        // The lock that another thread gives back: it has done meanwhile what it holds the lock for.
        "Enter" or "TryEnter" or "EnterScope" => true,
        "Invoke" or "Send" or "RunSynchronously" or "GetResult" or "get_Result" => true,
        _ => name.StartsWith("Enter", System.StringComparison.Ordinal) || name.StartsWith("Acquire", System.StringComparison.Ordinal) || name.StartsWith("TryEnter", System.StringComparison.Ordinal),
    };

    // A collection, a logger, a task's own interface, a container: they do not call back into whoever asks them.
    private static bool IsQuiet(INamedTypeSymbol type) =>
        NamespaceOf(type) is "Collections" or "Generic" or "Logging" or "Configuration" or "DependencyInjection" or "Options"
        || type.Name is "IDisposable" or "IFormattable" or "IConvertible" or "IComparable" or "IEquatable" or "IAsyncResult" or "IAsyncDisposable" or "IServiceProvider" or "ICloneable";

    private static bool IsDispatcher(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Name is "Dispatcher" or "Control" or "SynchronizationContext")
                return true;
        }

        return false;
    }

    private static string? NamespaceOf(INamedTypeSymbol type) => type.ContainingNamespace?.Name;
}
