"""The decorators of the kernel's functions, and its way to the arrays.

In: plain functions. Out: the same, compiled when they are first called and kept in a cache, see
`kernel_cache`. Inside, arrays are bare pointers: numba's arrays count negative indices from the
end, which costs more than the access itself, and travel as seven arguments each.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar, cast

import numba
from llvmlite import ir
from numba.extending import intrinsic
from numba.np import arrayobj

from sandbox.engine.kernel_cache import folder

F = TypeVar("F", bound=Callable[..., Any])


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(folder())  # type: ignore[attr-defined]  # set by its own import

# nothing in the kernel makes arrays, so nobody has to count who holds them
_PLAIN: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
_INNER: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def jit(function: F) -> F:
    """Compile `function` for other compiled functions."""
    return cast(F, _once(numba.njit(**_PLAIN, **_INNER)(function)))


def hot(function: F) -> F:
    """Compile `function` into those that call it: what happens at every event."""
    return cast(F, _once(numba.njit(**_PLAIN, **_INNER, forceinline=True)(function)))


def entry(function: F) -> F:
    """Compile `function`, to be called from Python, and keep it; other threads run meanwhile."""
    return cast(F, numba.njit(**_PLAIN, cache=True)(function))


def _once(dispatcher: Any) -> Any:
    """Compile for integers, not again for every constant that is passed."""
    if isinstance(dispatcher, FunctionType):  # the compiler is off
        return dispatcher
    usual = dispatcher.get_call_template

    def get_call_template(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return usual(tuple(map(numba.types.unliteral, args)), kws)

    dispatcher.get_call_template = get_call_template
    return dispatcher


@intrinsic
def _pointer(context: Any, array: Any) -> Any:
    """Where an array's numbers are."""
    del context

    def data(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        whole: Any = arrayobj.make_array  # numba tells no types
        return whole(signature.args[0])(context, builder, values[0]).data

    pointer: Any = numba.types.CPointer
    return pointer(array.dtype)(array), data


def _itself(array: Any) -> Any:
    return array


@intrinsic
def _prefetch(context: Any, array: Any, place: Any) -> Any:
    """Have a cache line fetched that will be wanted soon; nobody waits for it."""
    del context

    def fetch(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        del signature
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", (byte,), kind)
        address = builder.bitcast(builder.gep(values[0], [values[1]]), byte)
        # to be read or written, to be kept near, data
        builder.call(function, [address, number(1), number(3), number(1)])
        return context.get_dummy_value()

    return numba.types.none(array, numba.types.intp), fetch


def _nothing(array: Any, place: int) -> None:
    return


if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # set by its own import
    bare: Any = _itself
    prefetch: Any = _nothing
elif numba.config.BOUNDSCHECK:  # type: ignore[attr-defined]  # set by its own import
    bare = jit(_itself)
    prefetch = jit(_nothing)
else:
    bare = _pointer
    prefetch = _prefetch
"""An array as the kernel's functions take it; arrays stay whole where their bounds are checked."""
