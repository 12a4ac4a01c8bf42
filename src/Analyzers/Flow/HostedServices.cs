using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>Whether what leaves <c>BackgroundService.ExecuteAsync</c> stops the host: since .NET 6, unless the project says or does something else.</summary>
internal static class HostedServices
{
    private const int FirstThatStops = 6;

    public static bool MayStopHost(FlowContext context, IMethodSymbol method, CancellationToken cancellation)
    {
        var service = method.ContainingType.BaseType;
        while (service is not null && service.Name != "BackgroundService")
            service = service.BaseType;
        if (service is null || (!context.Compilation.Declares(service) && service.ContainingAssembly.Identity.Version.Major is > 0 and < FirstThatStops))
            return false;
        // Somebody of this project waits for the service in the host's place.
        foreach (var _ in context.Names.Of("ExecuteTask", cancellation))
            return false;
        foreach (var name in context.Names.Of("BackgroundServiceExceptionBehavior", cancellation))
        {
            if (name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Ignore" } or MemberAccessExpressionSyntax { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Ignore" } })
                return false;
        }

        return !IsCalledGuarded(context, method, cancellation);
    }

    // "try { await base.ExecuteAsync(stop); } catch ...": a class that derives from it catches.
    private static bool IsCalledGuarded(FlowContext context, IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var name in context.Names.Of(method.Name, cancellation))
        {
            if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
                continue;
            var model = context.Compilation.GetSemanticModel(name.SyntaxTree);
            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, method.OriginalDefinition)
                && model.GetOperation(call, cancellation) is { } made
                && context.Routes.Leaving(made, ThrownKinds.Socket, made.Root()) == ThrownKinds.None)
                return true;
        }

        return false;
    }
}
