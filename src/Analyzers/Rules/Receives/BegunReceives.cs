using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>The buffers that <c>BeginReceive</c> and <c>BeginRead</c> are given in the type where one of them ends.</summary>
internal static class BegunReceives
{
    public static List<ISymbol> BuffersOf(ReceiveCall end, TransferContext context, CancellationToken cancellation)
    {
        var buffers = new List<ISymbol>();
        var type = end.Call.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var uses = new VariableUses(context, cancellation);
        foreach (var name in context.Index.Of(end.Call.TargetMethod.Name == "EndRead" ? "BeginRead" : "BeginReceive", cancellation))
        {
            if (name.SyntaxTree == type?.SyntaxTree && type.Span.Contains(name.Span)
                && name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } written && uses.OperationAt(written) is IInvocationOperation { Arguments: { Length: > 2 } arguments }
                && arguments[0].Parameter?.Type is IArrayTypeSymbol && arguments[1].Value.ConstantValue is { HasValue: true, Value: 0 }
                && VariableUses.SymbolOf(BufferRegion.Unwrap(arguments[0].Value)) is IFieldSymbol or IPropertySymbol)
                Add(buffers, VariableUses.SymbolOf(BufferRegion.Unwrap(arguments[0].Value))!);
        }

        return buffers;
    }

    private static void Add(List<ISymbol> buffers, ISymbol buffer)
    {
        if (!buffers.Exists(known => SymbolEqualityComparer.Default.Equals(known, buffer)))
            buffers.Add(buffer);
    }
}
