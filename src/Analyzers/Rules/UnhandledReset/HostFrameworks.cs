using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>Frameworks that catch what would end the process elsewhere.</summary>
internal static class HostFrameworks
{
    /// <summary>Windows Forms shows a dialog for what leaves a handler of its thread; Unity logs it, on its own threads too.</summary>
    public static bool CatchFor(BodyContext context, ScannedFunction function, FunctionStart start) =>
        (start == FunctionStart.AsyncVoid && (IsWindowsFormsProgram(context.Compilation) || IsOfWindowsForms(context.Owner.ContainingType) || HasOwnContext(context)))
        || References(context.Compilation, "UnityEngine") || IsInUnity(context.Owner, function.Root.Syntax);

    // The thread that starts an async void method there is mostly the one with the windows. (A library for .NET Framework may
    // reference Windows Forms without a window.)
    private static bool IsWindowsFormsProgram(Compilation compilation) =>
        compilation.Options.OutputKind == OutputKind.WindowsApplication && References(compilation, "System.Windows.Forms");

    // What leaves an async void method goes to the context that it was started on: one of the project may catch, and so may the
    // handler that a WPF program gives its dispatcher.
    private static bool HasOwnContext(BodyContext context)
    {
        foreach (var name in context.Flow.Names.Of("SynchronizationContext", context.Cancellation))
        {
            if (name.FirstAncestorOrSelf<BaseTypeSyntax>() is not null)
                return true;
        }

        foreach (var name in context.Flow.Names.Of("DispatcherUnhandledException", context.Cancellation))
        {
            if (name.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not null)
                return true;
        }

        return false;
    }

    private static bool IsOfWindowsForms(INamedTypeSymbol? type)
    {
        for (var t = type?.BaseType; t is not null; t = t.BaseType)
        {
            // Unresolved in a scan without references: the name tells.
            if (t is { Name: "Control", ContainingNamespace: { Name: "Forms", ContainingNamespace.Name: "Windows" } } || (t.TypeKind == TypeKind.Error && t.Name is "Form" or "UserControl"))
                return true;
        }

        return false;
    }

    private static bool References(Compilation compilation, string assembly)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (reference.Name.StartsWith(assembly, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsInUnity(ISymbol owner, SyntaxNode code)
    {
        for (var t = owner.ContainingType?.BaseType; t is not null; t = t.BaseType)
        {
            if (t.Name is "MonoBehaviour" or "NetworkBehaviour")
                return true;
        }

        if (code.SyntaxTree.GetRoot() is CompilationUnitSyntax unit)
        {
            foreach (var directive in unit.Usings)
            {
                if (directive.Name?.ToString() is { } name && name.StartsWith("UnityEngine", StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }
}
