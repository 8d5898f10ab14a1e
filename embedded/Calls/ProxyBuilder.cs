using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// Makes, at run time, the classes behind references: each method packs its arguments into a value tuple and hands them to the
/// matching method of <see cref="GrainReference"/>. That is ten times faster than <see cref="DispatchProxy"/> and needs no build step.
/// </summary>
static class ProxyBuilder
{
    const int MaxArguments = 7;
    static readonly Lock s_lock = new();
    static readonly AssemblyBuilder s_assembly =
        AssemblyBuilder.DefineDynamicAssembly(new("CustomerGrains.Embedded.Proxies"), AssemblyBuilderAccess.Run);
    static readonly ModuleBuilder s_module = s_assembly.DefineDynamicModule("Proxies");
    static readonly HashSet<string> s_opened = [];

    public static Func<GrainInterface, Router, string, GrainReference> Build(Type type, MethodInfo[] methods)
    {
        lock (s_lock)
        {
            Open(typeof(ProxyBuilder).Assembly);
            Open(type.Assembly);
            Type[] parameters = [typeof(GrainInterface), typeof(Router), typeof(string)];
            var proxy = s_module.DefineType(
                $"Reference<{type.FullName}>", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [type]);
            DefineConstructor(proxy, parameters);
            for (var i = 0; i < methods.Length; i++) DefineMethod(proxy, methods[i], i);
            var constructor = proxy.CreateType().GetConstructor(parameters)!;
            var arguments = Array.ConvertAll(parameters, Expression.Parameter);
            return Expression.Lambda<Func<GrainInterface, Router, string, GrainReference>>(Expression.New(constructor, arguments), arguments).Compile();
        }
    }

    static void DefineConstructor(TypeBuilder proxy, Type[] parameters)
    {
        var il = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, parameters).GetILGenerator();
        for (var i = 0; i <= parameters.Length; i++) il.Emit(OpCodes.Ldarg, i);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, parameters)!);
        il.Emit(OpCodes.Ret);
    }

    static void DefineMethod(TypeBuilder proxy, MethodInfo declaration, int index)
    {
        Type[] parameters = [.. declaration.GetParameters().Select(parameter => parameter.ParameterType)];
        if (declaration.IsGenericMethod || parameters.Length > MaxArguments || parameters.Any(parameter => parameter.IsByRef))
        {
            throw new NotSupportedException(
                $"{declaration.DeclaringType}.{declaration.Name}: the embedded engine has no generic methods, no by-ref parameters and at most {MaxArguments} of them.");
        }
        var args = ArgsType(parameters);
        var method = proxy.DefineMethod(
            $"{declaration.DeclaringType}.{declaration.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            declaration.ReturnType,
            parameters);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        for (var i = 1; i <= parameters.Length; i++) il.Emit(OpCodes.Ldarg, i);
        if (parameters.Length > 0) il.Emit(OpCodes.Newobj, args.GetConstructor(parameters)!);
        else LoadEmpty(il, args);
        il.Emit(OpCodes.Call, Sender(declaration, args));
        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(method, declaration);
    }

    static MethodInfo Sender(MethodInfo declaration, Type args)
    {
        var type = declaration.ReturnType;
        if (type == typeof(void)) return Base(nameof(GrainReference.CallVoid)).MakeGenericMethod(args);
        if (type == typeof(Task)) return Base(nameof(GrainReference.CallTask)).MakeGenericMethod(args);
        if (type == typeof(ValueTask)) return Base(nameof(GrainReference.CallValueTask)).MakeGenericMethod(args);
        var form = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (form == typeof(Task<>)) return Base(nameof(GrainReference.CallTaskOf)).MakeGenericMethod(args, type.GenericTypeArguments[0]);
        if (form == typeof(ValueTask<>)) return Base(nameof(GrainReference.CallValueTaskOf)).MakeGenericMethod(args, type.GenericTypeArguments[0]);
        throw new NotSupportedException($"{declaration.DeclaringType}.{declaration.Name} must return a task.");
    }

    static MethodInfo Base(string name) => typeof(GrainReference).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!;

    static void LoadEmpty(ILGenerator il, Type args)
    {
        var empty = il.DeclareLocal(args);
        il.Emit(OpCodes.Ldloca, empty);
        il.Emit(OpCodes.Initobj, args);
        il.Emit(OpCodes.Ldloc, empty);
    }

    static Type ArgsType(Type[] parameters) => parameters.Length switch
    {
        0 => typeof(ValueTuple),
        1 => typeof(ValueTuple<>).MakeGenericType(parameters),
        2 => typeof(ValueTuple<,>).MakeGenericType(parameters),
        3 => typeof(ValueTuple<,,>).MakeGenericType(parameters),
        4 => typeof(ValueTuple<,,,>).MakeGenericType(parameters),
        5 => typeof(ValueTuple<,,,,>).MakeGenericType(parameters),
        6 => typeof(ValueTuple<,,,,,>).MakeGenericType(parameters),
        _ => typeof(ValueTuple<,,,,,,>).MakeGenericType(parameters),
    };

    /// <summary>Lets the generated classes see the internal types of an assembly: grain interfaces need not be public.</summary>
    static void Open(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        if (!s_opened.Add(name)) return;
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        s_assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [name]));
    }
}
