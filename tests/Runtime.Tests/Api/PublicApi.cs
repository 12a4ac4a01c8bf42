using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketAnalyzers.Tests.Api;

/// <summary>The public types and members of an assembly as text, one line each.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) =>
        string.Concat(assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Text));

    private static string Text(Type type)
    {
        var members = type.GetMembers(Declared).Select(Line).OfType<string>().Order(StringComparer.Ordinal).Select(line => $"    {line}\n");
        return $"{Kind(type)} {type.FullName}{Bases(type)}\n{string.Concat(members)}\n";
    }

    // Those of an enum and of a struct come from the platform, and change with it.
    private static string Bases(Type type)
    {
        var bases = type.IsEnum ? [] : type.GetInterfaces().Append(type.IsClass ? type.BaseType! : typeof(object)).Where(static basis => basis != typeof(object) && basis.IsPublic).Select(Name).Order(StringComparer.Ordinal).ToArray();
        return bases.Length == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsValueType ? (IsReadOnly(type) ? "readonly struct" : "struct")
        : type.IsInterface ? "interface"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsSealed ? "sealed class"
        : type.IsAbstract ? "abstract class"
        : "class";

    // Before .NET Core 2.1 the compiler writes the attribute into the assembly itself.
    private static bool IsReadOnly(Type type) => type.CustomAttributes.Any(static attribute => attribute.AttributeType.FullName == typeof(IsReadOnlyAttribute).FullName);

    /// <summary>Null for what is not visible outside, and for the methods behind properties.</summary>
    private static string? Line(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field) => $"{Static(field.IsStatic)}{Typed(field.FieldType, new NullabilityInfoContext().Create(field))} {field.Name}{Constant(field)}",
        PropertyInfo property when property.GetMethod is { } getter && IsVisible(getter) => $"{Static(getter.IsStatic)}{Typed(property.PropertyType, new NullabilityInfoContext().Create(property))} {property.Name} {{ {Accessors(property)}}}",
        ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Static(method.IsStatic)}{Typed(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}({(method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")}{Parameters(method)})",
        _ => null,
    };

    private static bool IsVisible(FieldInfo field) => !field.IsSpecialName && (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Constant(FieldInfo field) => field.IsLiteral ? string.Create(CultureInfo.InvariantCulture, $" = {field.GetRawConstantValue()}") : "";

    private static string Accessors(PropertyInfo property) =>
        property.SetMethod is not { } setter || !IsVisible(setter) ? "get; "
        : setter.ReturnParameter.GetRequiredCustomModifiers().Any(static modifier => modifier.Name == "IsExternalInit") ? "get; init; "
        : "get; set; ";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var isByRef = parameter.ParameterType.IsByRef;
        var type = Typed(isByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
        var value = !parameter.HasDefaultValue ? "" : $" = {parameter.DefaultValue ?? "default"}";
        return $"{(parameter.IsOut ? "out " : isByRef ? "ref " : "")}{type} {parameter.Name}{value}";
    }

    private static string Typed(Type type, NullabilityInfo nullability)
    {
        if (type.IsValueType || nullability.ReadState != NullabilityState.Nullable)
            return Name(type);
        return Name(type) + "?";
    }

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        return type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", ((IEnumerable<Type>)type.GetGenericArguments()).Select(Name))}>" : type.Name;
    }
}
